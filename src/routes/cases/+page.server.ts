import { loadBehind } from '$lib/server/behind/load.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => loadBehind(locals.touchstone, url);
