import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../../src/build.ts';

/** Browser tests look at the pages as they are served: built. */
export default function setup() {
	buildIfStale(fileURLToPath(new URL('../../', import.meta.url)), () => {});
}
