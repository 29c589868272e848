import { type Locale, localizePath } from './routes.ts'
import { words } from './words.ts'

export function NothingHere({ locale }: { locale: Locale }) {
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
