import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// Where `npm run dev` finds the service: the mock of dev/mock.mjs, or a real one.
const service = process.env.MUSTER_URL ?? 'http://127.0.0.1:7979'

const page = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url))

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // Chromium 111, Firefox 114, Safari 16.4: module workers, SharedWorker, :has, container queries.
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 1500, reportCompressedSize: false, rollupOptions: { input: { index: page('index.html'), phone: page('phone.html') } } },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', port: 7980, proxy: { '/api': service, '/tiles': service, '/style': service } },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0])
