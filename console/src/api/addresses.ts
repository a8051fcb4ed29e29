/** Addresses of what the API has, relative to `<base href>`: for images, videos and downloads. */
import { deployment } from "../app/deployment";

/** The address of a path of the API; the page of a link to one asset asks below that link. */
export const apiAddress = (path: string): string => `${deployment.api}${path}`;

const assetAddress = (asset: string, below: string): string =>
  apiAddress(`v1/assets/${encodeURIComponent(asset)}/${below}`);

export const mediaAddress = (asset: string, medium: string): string =>
  assetAddress(asset, `media/${encodeURIComponent(medium)}`);

export const frameAddress = (asset: string, ms: number): string =>
  assetAddress(asset, `frames/${Math.max(0, Math.round(ms))}.jpg`);

export const exportAddress = (asset: string, format: string): string => assetAddress(asset, `exports/${format}`);

export const resultAddress = (asset: string, name: string): string =>
  assetAddress(asset, `results/${encodeURIComponent(name)}`);

export const resultReceiptAddress = (
  asset: { readonly namespace: string; readonly id: string },
  name: string,
): string =>
  apiAddress(
    `v1/receipts/${encodeURIComponent(asset.namespace)}/${encodeURIComponent(asset.id)}/results/${encodeURIComponent(name)}`,
  );
