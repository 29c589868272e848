import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const readmes = ['README.md', 'plugin/README.md', 'worker/README.md']

let shipped: string[]
beforeAll(() => {
  const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root })
  const [pack] = JSON.parse(listed.toString()) as { files: { path: string }[] }[]
  shipped = pack!.files.map((file) => file.path)
})

const withoutCode = (markdown: string): string => markdown.replace(/^```.*?^```/gms, '')

const listRelativeLinks = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!).filter((link) => !URL.canParse(link))

/** Headings as GitHub and npm name them. */
const listAnchors = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('the pages that are shipped in the package', () => {
  it.each(readmes)('%s is shipped', (readme) => {
    expect(shipped).toContain(readme)
  })

  it.each(readmes)('%s links only to headings and files that are shipped too', async (readme) => {
    const links = listRelativeLinks(await readFile(path.join(root, readme), 'utf8'))
    expect(links.length).toBeGreaterThan(0)
    for (const link of links) {
      const [file, anchor] = link.split('#') as [string, string?]
      const target = file ? path.posix.join(path.posix.dirname(readme), file) : readme
      expect(shipped, link).toContain(target)
      if (anchor) expect(listAnchors(await readFile(path.join(root, target), 'utf8')), link).toContain(anchor)
    }
  })
})
