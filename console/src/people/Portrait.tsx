/** Somebody's face in the frame that shows them best. */
import { UserRound } from "lucide-react";
import { type ReactElement, useState } from "react";
import { frameAddress } from "../api/addresses";
import type { Person } from "../api/peopleQueries";

const LARGEST_ZOOM = 3;

export function Portrait({ person }: { readonly person: Person }): ReactElement {
  const [isMissing, setIsMissing] = useState(false);
  const { box, best } = person;
  if (typeof best !== "number" || isMissing) {
    return (
      <span className="portrait">
        <UserRound size={32} aria-hidden />
      </span>
    );
  }
  const middle = box
    ? `${(box.left + box.width / 2) * 100}% ${(box.top + Math.min(box.height, box.width) / 2) * 100}%`
    : "50% 50%";
  const zoom = box && box.width > 0 ? Math.min(LARGEST_ZOOM, Math.max(1, 0.5 / box.width)) : 1;
  return (
    <span className="portrait">
      <img
        src={frameAddress(person.asset.id, best)}
        alt=""
        loading="lazy"
        decoding="async"
        onError={() => setIsMissing(true)}
        style={{ objectPosition: middle, transformOrigin: middle, transform: `scale(${zoom})` }}
      />
    </span>
  );
}
