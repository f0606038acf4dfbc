import { json } from '@sveltejs/kit';
import { CATALOGUE } from '#schema/catalogue.ts';
import { RANGE_LIMITS } from '$lib/server/kpi/range.ts';

/** Every KPI: what it means, in both languages; and how long a range may be asked about at once. */
export const GET = () => json({ kpis: Object.values(CATALOGUE), limits: RANGE_LIMITS });
