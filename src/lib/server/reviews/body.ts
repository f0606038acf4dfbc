import { z } from 'zod';
import { SCORECARD_PARTS } from '#schema/clickhouse/settled/parts.ts';
import { SavedAnnotation } from '#schema/annotation.ts';
import { DecisionsOfWeek } from '#schema/decision.ts';
import { ServqualDimension } from '#schema/event.ts';
import { KPI_ROWS, type KpiId, type KpiRow } from '#schema/kpi.ts';
import { ALL_REVIEWED, type Reviewed, type ReviewedSeries, type YearAgo } from '../../weekly/reviewed.ts';
import { BrokenRow } from '../weekly/broken.ts';
import { Handover } from '../weekly/handovers.ts';
import { Iceberg } from '../weekly/iceberg.ts';
import { Reason } from '../weekly/reasons.ts';
import { CauseRow } from '../weekly/recovery.ts';
import type { Sections } from '../weekly/sections.ts';
import { SharedCase } from '../weekly/shared.ts';

/** How a body is written. What changes how one is to be read is a new number, and those of before are still read. */
export const FORMAT = 1;

/** What the sections say, all of them answered. */
export type KeptSections = { [Name in keyof Sections]: NonNullable<Awaited<Sections[Name]>> };

const number = z.number().nullable();
const Span = z.object({ from: z.string(), to: z.string() });
const names = z.array(z.string());

const Late = z.object({ until: z.string().nullable(), source: z.string().nullable() });
const Week = Span.extend({
	monday: z.iso.date(),
	name: z.string(),
	complete: z.boolean(),
	late: Late.optional()
});
const Weeks = z.object({
	week: Week,
	before: Span,
	yearAgo: Span.nullable(),
	previous: z.string(),
	next: z.string().nullable()
});

const Point = z.object({
	monday: z.iso.date(),
	value: number,
	n: z.number(),
	open: z.boolean(),
	low: number,
	high: number
});
const News = z.object({
	rule: z.enum(['beyond', 'run']),
	up: z.boolean(),
	low: number,
	high: number,
	run_value: number,
	run_centre: number
});

const seriesOf = (row: z.ZodType<KpiRow>) =>
	z
		.object({
			group: z.string().nullable(),
			row: row.optional(),
			before: row.optional(),
			points: z.array(Point),
			news: News.nullable(),
			judgedRow: row.optional()
		})
		// JSON leaves out what is undefined.
		.transform((one): ReviewedSeries => ({
			...{ ...one, row: one.row, before: one.before, judgedRow: one.judgedRow }
		}));

const reviewedOf = (kpi: (typeof ALL_REVIEWED)[number]) =>
	z.object({
		kpi: z.literal(kpi),
		judged: z.iso.date().nullable(),
		// A body from before there were targets has none.
		target: number.default(null),
		series: z.array(seriesOf(KPI_ROWS[kpi]))
	});
const Told: z.ZodType<Reviewed[]> = z.array(
	z.discriminatedUnion('kpi', [reviewedOf(ALL_REVIEWED[0]), ...ALL_REVIEWED.slice(1).map(reviewedOf)])
);

const Ago: z.ZodType<YearAgo> = z.object(
	Object.fromEntries(ALL_REVIEWED.map((kpi) => [kpi, KPI_ROWS[kpi].optional()]))
);

/** A row of a team beside that of the week before. */
const ofTeam = <Row extends z.ZodType>(row: Row) =>
	z.object({ team: z.string(), row, before: row.nullable() });

const Said = z.object({
	satisfaction: KPI_ROWS.satisfaction,
	response: KPI_ROWS.survey_response,
	leavers: KPI_ROWS.expected_leavers
});

const sideOf = <Driver extends KpiId>(driver: Driver) =>
	z.object({
		dimension: ServqualDimension,
		perceived: z
			.object({ n: z.number(), expectation: z.number(), perception: z.number(), gap: z.number() })
			.nullable(),
		driver: z.literal(driver),
		row: KPI_ROWS[driver]
	});

const Parts: z.ZodType<Partial<Record<KpiId, KpiRow>>> = z.object(
	Object.fromEntries(SCORECARD_PARTS.map((kpi) => [kpi, KPI_ROWS[kpi].optional()]))
);

const KeptSections: z.ZodType<KeptSections> = z.object({
	broken: z.object({
		total: KPI_ROWS.promises_kept,
		before: Span.extend({ total: KPI_ROWS.promises_kept }),
		teams: z.array(z.object({ row: KPI_ROWS.promises_kept, metrics: z.array(BrokenRow) })),
		promising: z.number()
	}),
	recovery: z.object({
		acknowledged: KPI_ROWS.complaint_acknowledged,
		recovery: KPI_ROWS.complaint_recovery,
		followed_up: KPI_ROWS.follow_up,
		before: KPI_ROWS.complaint_recovery,
		before_time: Span,
		causes: z.array(CauseRow)
	}),
	satisfaction: z.object({
		week: Said,
		before: Said.extend(Span.shape),
		teams: z.array(KPI_ROWS.satisfaction)
	}),
	perception: z.object({
		gap: KPI_ROWS.servqual_gap,
		before: KPI_ROWS.servqual_gap.extend(Span.shape),
		sides: z.array(
			z.discriminatedUnion('driver', [
				sideOf('promises_kept'),
				sideOf('first_response'),
				sideOf('first_contact_resolution'),
				sideOf('complaint_recovery'),
				sideOf('inspection')
			])
		)
	}),
	iceberg: Iceberg,
	staff: z.object({
		total: KPI_ROWS.staff_satisfaction,
		teams: z.array(KPI_ROWS.staff_satisfaction),
		before: Span.extend({ total: KPI_ROWS.staff_satisfaction })
	}),
	scorecards: z.object({
		teams: z.array(
			// A body from before this was told says nothing of them.
			ofTeam(KPI_ROWS.scorecard).extend({ broken: z.number(), parts: Parts.default({}) })
		),
		before: Span
	}),
	quadrant: z.object({ high: z.number(), teams: z.array(ofTeam(KPI_ROWS.inspection)), before: Span }),
	handovers: z.array(Handover),
	shared: z.array(SharedCase)
});

/** All that the page of a weekly review shows, once every part of it was answered. */
export const ReviewBody = z.object({
	format: z.literal(FORMAT),
	/** The server's clock by which windows had passed. */
	as_of: z.iso.datetime(),
	/** Time of the latest event known then. */
	watermark: z.string().nullable(),
	/** The business zone. */
	zone: z.string(),
	question: z.object({ week: z.iso.date(), teams: names, channels: names }),
	weeks: Weeks,
	/** The version of the definition of each KPI in it. */
	versions: z.record(z.string(), z.int()),
	told: Told,
	ago: Ago,
	sections: KeptSections,
	/** Every reason for complaints, also those that the page puts together; unknown of reviews published before they were kept. */
	reasons: z.array(Reason).optional(),
	decided: DecisionsOfWeek,
	noted: z.object({
		from: z.iso.date(),
		to: z.iso.date(),
		teams: names,
		annotations: z.array(SavedAnnotation)
	})
});
export type ReviewBody = z.infer<typeof ReviewBody>;

/** Reads a kept body. Throws where it is none that this version can read. */
export const parseBody = (text: string): ReviewBody => ReviewBody.parse(JSON.parse(text));
