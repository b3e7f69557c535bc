import { createApp } from 'vue'
import App from './App.vue'
import './look/base.css'
import { startPreferences } from './state/preferences'
import { followAddress } from './state/selection'

startPreferences()
followAddress()
createApp(App).mount('#app')
