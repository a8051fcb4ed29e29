import type { ReactElement } from "react";

export function LibraryPage(): ReactElement {
  return <div className="page" />;
}
