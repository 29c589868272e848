import type { Site } from '../helpers/createSite.ts'
import { type Edit, Editors } from './edits.ts'
import { promoteAndCheck, promoteAndPutBack } from './invariants.ts'
import { emptyShop } from './shop.ts'

/** Carries out a sequence from an empty shop; throws with what is broken after any of its promotions. */
export const runSequence = async (
  site: Site,
  sequence: Edit[],
  plant?: (site: Site) => Promise<void>,
): Promise<void> => {
  await emptyShop(site)
  const editors = new Editors(site)
  for (const edit of sequence) {
    if (edit.kind !== 'promote' && edit.kind !== 'promoteAndPutBack') {
      await editors.do(edit)
      continue
    }
    const violations = edit.kind === 'promote' ? await promoteAndCheck(site, plant) : await promoteAndPutBack(site)
    if (violations.length > 0) throw new Error(violations.join('\n'))
  }
}
