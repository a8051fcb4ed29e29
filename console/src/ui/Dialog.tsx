/** A dialog over the page: a title, a body, and what can be done. It closes with Escape and by its cross. */
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslations } from "use-intl";
import { IconButton } from "./Button";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly actions?: ReactNode;
  readonly size?: "medium" | "wide";
  /** `alertdialog` asks before something that cannot be undone. */
  readonly role?: "dialog" | "alertdialog";
}

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  size = "medium",
  role = "dialog",
}: DialogProps): ReactElement {
  const t = useTranslations("shell");
  return (
    <ModalOverlay className="overlay" isOpen={isOpen} onOpenChange={(open) => open || onClose()} isDismissable>
      <Modal className="modal" data-size={size}>
        <AriaDialog className="dialog" role={role}>
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={t("close")} onPress={onClose}>
              <X size={17} aria-hidden />
            </IconButton>
          </div>
          <div className="dialog-body">{children}</div>
          {actions ? <div className="dialog-foot">{actions}</div> : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
