import { localizePath } from '../../site/routes.ts'
import { getView } from '../../site/view.ts'
import { words } from '../../site/words.ts'

export default async function NotFound() {
  const { locale } = await getView()
  const text = words[locale]
  return (
    <section className="section title">
      <h1>{text.notFound}</h1>
      <p className="lead">{text.notFoundText}</p>
      <p>
        <a className="button" href={localizePath('/', locale)}>
          {text.toHome}
        </a>
      </p>
    </section>
  )
}
