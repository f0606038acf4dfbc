import { z } from 'zod';

/** The first and the last day somebody may write of: ClickHouse's Date holds more. */
export const [FIRST_DAY, LAST_DAY] = ['1990-01-01', '2100-12-31'];

/** A day in the business zone, as 2026-11-21. */
export const Day = z.iso
	.date({ error: 'expected a day such as 2026-11-21' })
	.refine((day) => day >= FIRST_DAY && day <= LAST_DAY, `expected a day from ${FIRST_DAY} to ${LAST_DAY}`);
