import { clickhouseUrl } from '#schema/clickhouse/address.ts';
import { connect, type ClickHouseClient } from '#schema/clickhouse/client.ts';
import type { Env } from '../../environment.ts';
import { SHIPPED } from '../wall/shipped.ts';
import { createBoards, type Boards } from './boards/boards.ts';
import { whoIs, whyNot } from './guard.ts';
import { createPublished, type Published } from './published.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { createScreens, type Screens } from './screens.ts';
import { settlerOf } from './settled/of-env.ts';
import type { Settler } from './settled/settler.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import { storeOf } from './store/of-env.ts';
import { createStandards, type Standards } from './standards/standards.ts';

/** What the dashboard's server works with. */
export type Touchstone = {
	clickhouse: ClickHouseClient;
	/** The business time zone. */
	zone: string;
	/** Where producers send, as the empty page shows it. */
	ingestPort: number;
	/** Answers old days from what is settled. */
	settler: Settler;
	simulation: Simulation;
	quarantine: Quarantine;
	published: Published;
	standards: Standards;
	boards: Boards;
	screens: Screens;
	/** Why a request may not change events; undefined when it may. */
	whyNotChange: (request: Request) => ReturnType<typeof whyNot>;
	/** The name of the key a request comes with; '' without one. */
	whoIs: (request: Request) => string;
};

/** Puts the dashboard's server together from its environment. */
export function createTouchstone(env: Env): Touchstone {
	const clickhouse = connect({ url: clickhouseUrl(env, 'app'), database: env.CLICKHOUSE_DATABASE });
	const settler = settlerOf(env);
	const store = storeOf(env);
	return {
		clickhouse,
		zone: env.TOUCHSTONE_TIMEZONE,
		ingestPort: env.INGEST_PORT,
		settler,
		simulation: createSimulation({ clickhouse, env, settler }),
		quarantine: createQuarantine({ clickhouse, env }),
		published: createPublished({ clickhouse, zone: env.TOUCHSTONE_TIMEZONE }),
		standards: createStandards({ clickhouse }),
		boards: createBoards({ store, shipped: SHIPPED }),
		screens: createScreens({ store }),
		whyNotChange: (request) => whyNot(request, env),
		whoIs: (request) => whoIs(request, env)
	};
}
