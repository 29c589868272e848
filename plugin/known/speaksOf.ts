/**
 * Whether a function's source has all these marks. Plugins' hooks are closures without names of their own, and a site's
 * build renames what it may: property names and texts are what stays.
 */
export const speaksOf = (hook: unknown, ...marks: (string | RegExp)[]): boolean => {
  const source = Function.prototype.toString.call(hook)
  return marks.every((mark) => (typeof mark === 'string' ? source.includes(mark) : mark.test(source)))
}
