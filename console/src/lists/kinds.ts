/** Words about the kinds of lists: what each is for, and how its text is written. */

export const ABOUT_KIND = {
  vocabularies: "vocabulariesText",
  terminologies: "terminologiesText",
  filters: "filtersText",
} as const;

export const FORM_OF_KIND = {
  vocabularies: "vocabulariesForm",
  terminologies: "terminologiesForm",
  filters: "filtersForm",
} as const;
