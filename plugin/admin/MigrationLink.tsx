'use client'
import { Link, NavGroup, useConfig, useNav } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'
import { formatAdminURL } from 'payload/shared'

type Props = { group: string; isOpen: boolean | undefined; label: string }

/** The link to the Migration view, in the looks of Payload's own links. */
export const MigrationLink = ({ group, isOpen, label }: Props) => {
  const { config } = useConfig()
  const { navOpen } = useNav()
  const pathname = usePathname()
  const href = formatAdminURL({ adminRoute: config.routes.admin, path: '/migration' })
  const isActive = pathname === href
  return (
    <NavGroup label={group} {...(isOpen === undefined ? {} : { isOpen })}>
      <Link
        aria-current={isActive ? 'page' : undefined}
        className="nav__link"
        href={href}
        id="nav-migration"
        prefetch={false}
        tabIndex={navOpen ? undefined : -1}
      >
        {isActive && <div className="nav__link-indicator" />}
        <span className="nav__link-label">{label}</span>
      </Link>
    </NavGroup>
  )
}
