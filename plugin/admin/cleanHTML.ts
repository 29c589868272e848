const allowedTags = new Set(
  'a b blockquote br code del div em h1 h2 h3 h4 h5 h6 hr i li ol p pre s small span strong sub sup table tbody td th thead tr u ul'
    .toUpperCase()
    .split(' '),
)

const droppedTags = new Set(['SCRIPT', 'STYLE', 'IFRAME', 'OBJECT', 'EMBED', 'TEMPLATE', 'NOSCRIPT'])

/**
 * Rich text with its structure and nothing else: no scripts, attributes or styles. Links show where they lead instead
 * of leading there, so that a changed address shows as a difference.
 */
export const cleanHTML = (html: string): string => {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  for (const element of [...body.querySelectorAll('*')]) {
    if (droppedTags.has(element.tagName)) element.remove()
    else if (!allowedTags.has(element.tagName)) element.replaceWith(...element.childNodes)
    else {
      const href = element.tagName === 'A' ? element.getAttribute('href') : null
      for (const { name } of [...element.attributes]) element.removeAttribute(name)
      if (href) element.append(` (${href})`)
    }
  }
  return body.innerHTML
}
