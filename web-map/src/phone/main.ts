import { createApp } from 'vue'
import '../look/base.css'
import { startPreferences } from '../state/preferences'
import PhoneApp from './PhoneApp.vue'
import { start } from './state'

startPreferences()
// The token stands behind the #, where no server and no log sees it; it has done its work once it is read.
const token = location.hash.slice(1) || null
if (token) history.replaceState(null, '', '/phone')
void start(token)
createApp(PhoneApp).mount('#app')
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/phone-sw.js', { scope: '/phone' }).catch(() => {})
