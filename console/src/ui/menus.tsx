/** Menus: a button, and what it offers. */
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { Menu, MenuItem, MenuTrigger, Popover, Text } from "react-aria-components";
import { IconButton } from "./Button";

export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly more?: string;
  readonly kind?: "danger";
  readonly isSelected?: boolean;
  /** Why it cannot be chosen; absent where it can. */
  readonly whyNot?: string | undefined;
}

interface IconMenuProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly entries: readonly Entry[];
  readonly onAction: (id: string) => void;
}

export function IconMenu({ label, icon, entries, onAction }: IconMenuProps): ReactElement {
  return (
    <MenuTrigger>
      <IconButton label={label}>{icon}</IconButton>
      <Popover className="popover" placement="bottom end" offset={4}>
        <MenuItems label={label} entries={entries} onAction={onAction} />
      </Popover>
    </MenuTrigger>
  );
}

interface MenuItemsProps {
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly onAction: (id: string) => void;
}

export function MenuItems({ label, entries, onAction }: MenuItemsProps): ReactElement {
  return (
    <Menu className="menu" aria-label={label} items={entries} onAction={(key) => onAction(String(key))}>
      {(each) => (
        <MenuItem
          id={each.id}
          textValue={each.label}
          className="option"
          data-kind={each.kind}
          isDisabled={Boolean(each.whyNot)}
        >
          {each.icon}
          {each.whyNot ? (
            <span className="option-words">
              <Text slot="label">{each.label}</Text>
              <Text slot="description" className="option-why">
                {each.whyNot}
              </Text>
            </span>
          ) : (
            each.label
          )}
          {each.isSelected ? <Check size={15} aria-hidden className="option-more" /> : null}
          {each.more ? <span className="option-more">{each.more}</span> : null}
        </MenuItem>
      )}
    </Menu>
  );
}
