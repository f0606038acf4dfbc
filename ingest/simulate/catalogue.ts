import type { Channel } from '#schema/event.ts';

/** How a kind of team is reached, most of its traffic first. */
type Reach = readonly (readonly [Channel, number])[];

const HOTLINE: Reach = [['phone', 78], ['chat', 6], ['email', 8], ['web', 8]]; // prettier-ignore
const CHAT: Reach = [['chat', 78], ['social', 10], ['web', 12]]; // prettier-ignore
const DESK: Reach = [['email', 40], ['web', 30], ['phone', 30]]; // prettier-ignore
const REPAIRS: Reach = [['phone', 52], ['web', 28], ['chat', 20]]; // prettier-ignore
const COUNTER: Reach = [['counter', 82], ['phone', 18]]; // prettier-ignore
const ACCOUNTS: Reach = [['phone', 55], ['email', 45]]; // prettier-ignore
const SOCIAL: Reach = [['social', 60], ['chat', 40]]; // prettier-ignore

/** The teams in the order in which `--teams` takes them: the first eight are a small organisation of every kind. */
export const TEAMS: readonly (readonly [string, Reach])[] = [
	['Hotline East 华东热线', HOTLINE],
	['Live Chat 在线客服', CHAT],
	['Repairs North 华北维修', REPAIRS],
	['Counter City 市区营业厅', COUNTER],
	['Hotline South 华南热线', HOTLINE],
	['Service Desk 服务台', DESK],
	['Key Accounts 大客户部', ACCOUNTS],
	['Social Care 社交媒体', SOCIAL],
	['Hotline North 华北热线', HOTLINE],
	['Repairs East 华东维修', REPAIRS],
	['Counter Airport 机场柜台', COUNTER],
	['Billing 账务组', DESK],
	['Hotline Central 华中热线', HOTLINE],
	['Repairs South 华南维修', REPAIRS],
	['Delivery 配送组', REPAIRS],
	['Night Line 夜间热线', HOTLINE],
	['Hotline Southwest 西南热线', HOTLINE],
	['Returns 退换货组', DESK],
	['Counter East 华东营业厅', COUNTER],
	['Technical Help 技术支持', CHAT],
	['Hotline Northeast 东北热线', HOTLINE],
	['Installation 安装组', REPAIRS],
	['Members 会员服务', CHAT],
	['Counter South 华南营业厅', COUNTER],
	['Hotline Northwest 西北热线', HOTLINE],
	['Warranty 保修组', DESK],
	['Repairs Central 华中维修', REPAIRS],
	['Live Chat East 华东在线', CHAT],
	['Counter North 华北营业厅', COUNTER],
	['New Customers 新客户组', ACCOUNTS],
	['Repairs Southwest 西南维修', REPAIRS],
	['Live Chat South 华南在线', CHAT],
	['Counter Central 华中营业厅', COUNTER],
	['Business Line 企业热线', HOTLINE],
	['Repairs Northeast 东北维修', REPAIRS],
	['Live Chat North 华北在线', CHAT],
	['Counter Station 车站柜台', COUNTER],
	['Partner Desk 渠道支持', ACCOUNTS],
	['Repairs Northwest 西北维修', REPAIRS],
	['Claims 理赔组', DESK]
];

export const SURNAMES = [
	'Wang 王', 'Li 李', 'Zhang 张', 'Liu 刘', 'Chen 陈', 'Yang 杨', 'Zhao 赵', 'Huang 黄', 'Zhou 周', 'Wu 吴',
	'Xu 徐', 'Sun 孙', 'Hu 胡', 'Zhu 朱', 'Gao 高', 'Lin 林', 'He 何', 'Guo 郭', 'Ma 马', 'Luo 罗',
	'Liang 梁', 'Song 宋', 'Zheng 郑', 'Xie 谢', 'Han 韩', 'Tang 唐', 'Feng 冯', 'Dong 董', 'Cheng 程'
]; // prettier-ignore

export const GIVEN_NAMES = [
	'Wei 伟', 'Min 敏', 'Jing 静', 'Lei 磊', 'Yan 艳', 'Jie 杰', 'Na 娜', 'Tao 涛', 'Fang 芳', 'Chao 超',
	'Xia 霞', 'Peng 鹏', 'Ting 婷', 'Hao 浩', 'Lan 兰', 'Kai 凯', 'Qian 倩', 'Bo 波', 'Mei 梅', 'Jun 军',
	'Rui 瑞', 'Yu 雨', 'Xin 欣'
]; // prettier-ignore

export const TOPICS = [
	['Billing 账单', 16], ['Delivery 配送', 15], ['Repair 维修', 14], ['Product use 使用咨询', 13], ['Account 账户', 11],
	['Returns 退换', 10], ['Installation 安装', 8], ['Appointment 预约', 7], ['Warranty 保修', 6]
] as const; // prettier-ignore

export const REASONS = [
	['Late delivery 送货延误', 22], ['Not repaired 未修好', 20], ['Wrong bill 账单错误', 18], ['No callback 未回电', 14],
	['Long wait 等候过久', 12], ['Damaged goods 货品损坏', 8], ['Rude staff 服务态度', 6]
] as const; // prettier-ignore

export const REMEDIES = [
	'Refund 退款',
	'Replacement 换货',
	'Repaired again 重新维修',
	'Bill corrected 更正账单',
	'Apology and voucher 致歉并补偿'
];

/** What customers write, by the score they gave (1 to 5). */
export const COMMENTS: Record<number, readonly string[]> = {
	1: [
		'Waited far too long 等太久了',
		'Had to explain everything again 又要从头说一遍',
		'Still not solved 问题还没解决'
	],
	2: ['Passed from one to another 被转来转去', 'Nobody called back 没有人回电'],
	3: ['It was all right 一般', 'Solved, but slow 解决了，但是慢'],
	4: ['Good service 服务不错', 'Friendly, thank you 很友好，谢谢'],
	5: ['Solved at once 马上解决了', 'Very patient and clear 非常耐心', 'Excellent 非常满意']
};
