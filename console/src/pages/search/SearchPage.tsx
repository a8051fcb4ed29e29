import type { ReactElement } from "react";

export function SearchPage(): ReactElement {
  return <div className="page" />;
}
