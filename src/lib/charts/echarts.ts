import { LineChart } from 'echarts/charts';
import {
	AriaComponent,
	GridComponent,
	MarkAreaComponent,
	MarkLineComponent,
	TooltipComponent
} from 'echarts/components';
import { init as create, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

// Only the parts we draw: half the size of the whole.
use([
	LineChart,
	GridComponent,
	TooltipComponent,
	MarkAreaComponent,
	MarkLineComponent,
	AriaComponent,
	SVGRenderer
]);

export type Option = EChartsCoreOption;

export const init = (node: HTMLElement) => create(node, null, { renderer: 'svg' });
