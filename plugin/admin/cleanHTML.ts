const allowedTags = new Set(
  'a b blockquote br code del div em hr i img li ol p pre s small span strong sub sup table tbody td th thead tr u ul'
    .toUpperCase()
    .split(' '),
)

const droppedTags = new Set(['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'EMBED', 'TEMPLATE', 'NOSCRIPT'])

/**
 * Rich text with its structure and nothing else: no scripts, attributes or styles, images of this site only. Links show where they lead instead
 * of leading there, so that a changed address shows as a difference. Headings only look like headings: they are the
 * document's, not this page's.
 */
export const cleanHTML = (html: string): string => {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const element of [...body.querySelectorAll('*')]) {
    const level = /^H([1-6])$/.exec(element.tagName)?.[1]
    if (droppedTags.has(element.tagName)) element.remove()
    else if (level) element.replaceWith(createHeading(level, element))
    else if (!allowedTags.has(element.tagName)) element.replaceWith(...element.childNodes)
    else cleanAttributes(element)
  }
  return body.innerHTML
}

const createHeading = (level: string, { childNodes, ownerDocument }: Element): Element => {
  const heading = ownerDocument.createElement('p')
  heading.setAttribute('data-level', level)
  heading.append(...childNodes)
  return heading
}

const cleanAttributes = (element: Element): void => {
  const href = element.tagName === 'A' ? element.getAttribute('href') : null
  const src = element.tagName === 'IMG' ? element.getAttribute('src') : null
  for (const { name } of [...element.attributes]) element.removeAttribute(name)
  if (src && new URL(src, location.origin).origin === location.origin) {
    element.setAttribute('src', src)
    element.setAttribute('alt', '')
  }
  if (href) element.append(` (${href})`)
}
