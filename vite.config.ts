import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const unit = ['test/**/*.test.ts'];
const engine = ['test/**/*.clickhouse.test.ts'];
const browser = ['test/**/*.browser.test.ts'];

export default defineConfig({
	plugins: [sveltekit()],
	// A strict CSP refuses fonts inlined as data: addresses.
	build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
	test: {
		reporters: ['default'],
		// Two cores: more workers only make each other late.
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: { name: 'unit', include: unit, exclude: [...engine, ...browser], environment: 'node' }
			},
			{
				extends: true,
				test: {
					name: 'clickhouse',
					include: engine,
					environment: 'node',
					globalSetup: 'test/support/engine.ts',
					testTimeout: 120_000,
					hookTimeout: 120_000
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
					fileParallelism: false
				}
			}
		]
	}
});
