export { default, PromotionGate } from 'payload-promote/worker'
