/** Addresses of bytes, relative to `<base href>`: for images, videos and downloads. */

export const mediumAddress = (asset: string, medium: string): string =>
  `v1/assets/${encodeURIComponent(asset)}/media/${encodeURIComponent(medium)}`;

export const frameAddress = (asset: string, ms: number): string =>
  `v1/assets/${encodeURIComponent(asset)}/frames/${Math.round(ms)}.jpg`;

export const exportAddress = (asset: string, format: string): string =>
  `v1/assets/${encodeURIComponent(asset)}/exports/${format}`;
