/** Words for what the API names in English. */

const TYPES = { Video: "video", Audio: "audio", Image: "image", Text: "text" } as const;

/** The key of a media type's word; undefined before the type is known. */
export function typeWord(type: string): (typeof TYPES)[keyof typeof TYPES] | undefined {
  return Object.hasOwn(TYPES, type) ? TYPES[type as keyof typeof TYPES] : undefined;
}
