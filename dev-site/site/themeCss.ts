import type { Design } from '../payload-types.ts'

const fontStacks: Record<Design['fonts']['body'], string> = {
  serif: '"Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif',
  sans: 'Avenir, "Avenir Next", Montserrat, Corbel, "URW Gothic", "Segoe UI", system-ui, sans-serif',
  mono: 'ui-monospace, "Cascadia Code", Menlo, Consolas, monospace',
}

const toVariables = (palette: Design['light']) =>
  Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** The design global as CSS: tokens as custom properties, then the editors' own CSS. */
export function themeCss({ light, dark, fonts, radius, css }: Design): string {
  const tokens = [
    `:root{${toVariables(light)}}`,
    `@media (prefers-color-scheme:dark){:root{${toVariables(dark)}}}`,
    `:root{--headingFont:${fontStacks[fonts.heading]};--bodyFont:${fontStacks[fonts.body]};--radius:${radius}px}`,
  ].join('')
  // Ends of elements inside CSS would end the style element.
  return `${tokens}\n${css ?? ''}`.replaceAll('</', '<\\/')
}
