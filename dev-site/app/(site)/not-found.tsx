import { NothingHere } from '../../site/NothingHere.tsx'
import { getView } from '../../site/view.ts'

export default async function NotFound() {
  const { locale } = await getView()
  return <NothingHere locale={locale} />
}
