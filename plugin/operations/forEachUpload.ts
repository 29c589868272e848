import type { PageOfUploads } from '../sql/files.ts'

/** Documents whose files are read at the same time; each is streamed, so memory does not grow with file size. */
const parallel = 4
const pageSize = 200

/** Works through uploads in pages, a few documents at a time. */
export const forEachUpload = async <Upload extends { id: string }>(
  select: (page: PageOfUploads) => Promise<Upload[]>,
  work: (upload: Upload) => Promise<void>,
): Promise<void> => {
  let after: string | null = null
  for (;;) {
    const uploads: Upload[] = await select({ after, limit: pageSize })
    const queue = [...uploads]
    const worker = async () => {
      for (let upload = queue.shift(); upload; upload = queue.shift()) await work(upload)
    }
    await Promise.all(Array.from({ length: parallel }, worker))
    if (uploads.length < pageSize) return
    after = uploads.at(-1)!.id
  }
}
