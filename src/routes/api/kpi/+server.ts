import { json } from '@sveltejs/kit';
import { CATALOGUE } from '#schema/catalogue.ts';

/** Every KPI: what it means, in both languages. */
export const GET = () => json({ kpis: Object.values(CATALOGUE) });
