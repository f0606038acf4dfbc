import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { KpiId } from '#schema/kpi.ts';
import { check } from './published/check.ts';
import { PUBLISHED_KPIS } from './published/figures.ts';
import { publish, type Publishing } from './published/publish.ts';
import { readFigures, readRestatements, readWeeks } from './published/read.ts';

/** How many figures were published and restated now, and the KPIs that could not be asked. */
export type PublishedNow = { published: number; restated: number; failed: string[] };

/** The weekly figures that were published, and what became of them. */
export type Published = {
	/** Publishes what is due, then compares what is published with what the data say now. */
	run(): Promise<PublishedNow>;
	/** Only publishes what is due. */
	publish(): Promise<PublishedNow>;
	weeks(): ReturnType<typeof readWeeks>;
	figures(wanted: Parameters<typeof readFigures>[1]): ReturnType<typeof readFigures>;
	restatements(wanted: Parameters<typeof readRestatements>[1]): ReturnType<typeof readRestatements>;
};

type Options = {
	clickhouse: ClickHouseClient;
	/** The business time zone. */
	zone: string;
	/** The server's clock, ms. */
	now?: () => number;
	/** Which KPIs; all that a week can have unless given. */
	kpis?: readonly KpiId[];
	/** Hears why a KPI could not be asked. */
	onError?: (error: unknown, kpi: string) => void;
};

export function createPublished({
	clickhouse,
	zone,
	now = Date.now,
	kpis = PUBLISHED_KPIS,
	onError = () => {}
}: Options): Published {
	async function running(work: (publishing: Publishing) => Promise<{ published: number; restated: number }>) {
		const failed = new Set<string>();
		const done = await work({
			...{ clickhouse, zone, now: now(), kpis },
			onError(error, kpi) {
				failed.add(kpi);
				onError(error, kpi);
			}
		});
		return { ...done, failed: [...failed] };
	}
	return {
		run: () =>
			running(async (publishing) => ({
				published: await publish(publishing),
				restated: await check(publishing)
			})),
		publish: () => running(async (publishing) => ({ published: await publish(publishing), restated: 0 })),
		weeks: () => readWeeks({ clickhouse, zone }),
		figures: (wanted) => readFigures({ clickhouse, zone }, wanted),
		restatements: (wanted) => readRestatements({ clickhouse, zone }, wanted)
	};
}
