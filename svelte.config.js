import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter(),
		// The rest of the repository is TypeScript too: `npm run check` reads all of it.
		typescript: {
			config: (tsconfig) => ({
				...tsconfig,
				include: [
					...tsconfig.include,
					'../schema/**/*.ts',
					'../ingest/**/*.ts',
					'../test/**/*.ts',
					'../*.config.ts'
				]
			})
		},
		csp: {
			mode: 'auto',
			directives: {
				'default-src': ['self'],
				'connect-src': ['self'],
				'img-src': ['self', 'data:'],
				'style-src': ['self'],
				// ECharts and Svelte set style attributes, never style elements.
				'style-src-attr': ['unsafe-inline'],
				'font-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'frame-ancestors': ['none']
			}
		}
	}
};

export default config;
