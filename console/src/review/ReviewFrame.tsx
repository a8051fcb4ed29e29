/** The frame that an item is about, blurred until the reviewer wants to see it, with what was found marked. */
import { EyeOff, ImageOff } from "lucide-react";
import { type ReactElement, useState } from "react";
import { useTranslations } from "use-intl";
import { frameAddress } from "../api/addresses";
import type { ReviewItem } from "../api/peopleQueries";

interface ReviewFrameProps {
  readonly item: ReviewItem;
  readonly isBlurred: boolean;
}

export function ReviewFrame({ item, isBlurred }: ReviewFrameProps): ReactElement {
  const t = useTranslations("review");
  const [isMissing, setIsMissing] = useState(false);
  const at = item.best ?? item.start;
  if (at === null || at === undefined || isMissing) {
    return (
      <div className="review-frame review-frame-none">
        <ImageOff size={28} aria-hidden />
        <p>{t("noFrame")}</p>
      </div>
    );
  }
  return (
    <figure className="review-frame" data-blurred={isBlurred || undefined}>
      <div className="review-picture">
        <img
          src={frameAddress(item.asset.id, at)}
          alt={isBlurred ? t("frameBlurred") : t("frame", { title: item.title ?? "" })}
          onError={() => setIsMissing(true)}
        />
        {(item.boxes ?? []).map((box) => (
          <span
            key={`${box.left} ${box.top} ${box.width}`}
            className="review-box"
            style={{
              left: `${box.left * 100}%`,
              top: `${box.top * 100}%`,
              width: `${box.width * 100}%`,
              height: `${box.height * 100}%`,
            }}
          />
        ))}
      </div>
      {isBlurred ? (
        <figcaption>
          <EyeOff size={16} aria-hidden /> {t("blurredHint")}
        </figcaption>
      ) : null}
    </figure>
  );
}
