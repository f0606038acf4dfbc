import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin, ViteDevServer } from 'vite';
import { defineConfig } from 'vitest/config';

const unit = ['test/**/*.test.ts'];
const engine = ['test/**/*.clickhouse.test.ts'];
const browser = ['test/**/*.browser.test.ts'];

/** The live connection beside the pages in development, as src/server.ts has it in production. */
function live(): Plugin {
	async function create(server: ViteDevServer) {
		const { createLive } = await server.ssrLoadModule('/src/lib/server/live/socket.ts');
		const { createTouchstone } = await server.ssrLoadModule('/src/lib/server/touchstone.ts');
		const { readEnv } = await server.ssrLoadModule('/src/environment.ts');
		const touchstone = createTouchstone(readEnv(process.env));
		touchstone.settler.start();
		return createLive(touchstone);
	}
	return {
		name: 'touchstone-live',
		configureServer(server) {
			let created: ReturnType<typeof create> | undefined;
			server.httpServer?.on('upgrade', async (request, socket, head) => {
				if (!request.url?.startsWith('/live')) return; // Vite's own
				created ??= create(server);
				(await created).upgrade(request, socket, head);
			});
		}
	};
}

export default defineConfig({
	plugins: [sveltekit(), live()],
	server: { host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT ?? 3000), strictPort: true },
	// A strict CSP refuses fonts inlined as data: addresses.
	build: {
		assetsInlineLimit: 0,
		chunkSizeWarningLimit: 700,
		rolldownOptions: { checks: { pluginTimings: false } }
	},
	test: {
		reporters: ['default'],
		// Two cores: more workers only make each other late.
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: unit,
					exclude: [...engine, ...browser],
					environment: 'node',
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'clickhouse',
					include: engine,
					environment: 'node',
					globalSetup: 'test/support/engine.ts',
					testTimeout: 240_000,
					hookTimeout: 240_000
				}
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: browser,
					environment: 'node',
					globalSetup: ['test/support/engine.ts', 'test/support/build.ts'],
					testTimeout: 120_000,
					hookTimeout: 240_000,
					fileParallelism: false,
					expect: { poll: { timeout: 15_000, interval: 50 } }
				}
			}
		]
	}
});
