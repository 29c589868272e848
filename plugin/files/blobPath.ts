/** Where production keeps a file's bytes: named by their content, never overwritten. */
export const blobPath = (sha256: string): string => `blobs/${sha256.slice(0, 2)}/${sha256}`
