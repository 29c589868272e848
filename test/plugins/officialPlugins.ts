/** Payload's official plugins as they are published, in one module that can be bundled. */
export { cloudStoragePlugin } from '@payloadcms/plugin-cloud-storage'
export { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
export { multiTenantPlugin } from '@payloadcms/plugin-multi-tenant'
export { nestedDocsPlugin } from '@payloadcms/plugin-nested-docs'
export { searchPlugin } from '@payloadcms/plugin-search'
export { stripePlugin } from 'official-plugin-stripe'
