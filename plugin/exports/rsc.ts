export { MigrationView } from '../admin/MigrationView.tsx'
export { SiteNav } from '../admin/SiteNav.tsx'
