/** Hits in groups: by the asset that they are in, in the order in which assets first appear, or each by itself. */

interface Found {
  readonly asset: { readonly id: string };
}

export function byAsset<Hit extends Found>(hits: readonly Hit[]): readonly (readonly [Hit, ...Hit[]])[] {
  const groups = new Map<string, [Hit, ...Hit[]]>();
  for (const hit of hits) {
    const group = groups.get(hit.asset.id);
    if (group) {
      group.push(hit);
    } else {
      groups.set(hit.asset.id, [hit]);
    }
  }
  return [...groups.values()];
}

export function one<Hit>(hits: readonly Hit[]): readonly (readonly [Hit])[] {
  return hits.map((each) => [each] as const);
}
