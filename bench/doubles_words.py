"""What the people and companies of `bench.doubles` are made of; all of it is put together by chance."""

from __future__ import annotations

_SURNAMES = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟
谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤
"""
SURNAMES = tuple("".join(_SURNAMES.split()))

_GIVEN = """
伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国文斌宇浩欣怡子涵梓轩佳琪雨晨思远嘉豪俊逸志鹏晓峰海燕云
飞雪梅春凤金龙玲秀珍永庆德胜利荣贵福生根成东升光辉亮永健康宁安泰祥瑞琳琴瑶璐婷婉莹莉萍萌慧颖倩薇蕾蓉菲雯雅静媛
洁淑君婧妍诗悦可心语桐诺泽宸睿博凯旭阳航帆波林森柏松楠枫程锦铭钧鑫钰铮锋锐毅恒达通运启承继宗祖望学义仁信礼智诚
实正直忠孝天宝昊昌晟景晖曦朗乐一鸣立新革民族卫冬秋夏振兴中山川江河湖源清泉润沛溪岚崇岳昆仑若彤心怡然星辰月亭丹
青竹菊荷莲芝兰芬芸苗茜茹草
"""
GIVEN = tuple("".join(_GIVEN.split()))

_BRAND = """
华恒鼎瑞博信达科创新远景隆泰安诚润嘉泽盛宏宇凯锐德辉融汇峰智源联启航星辰海纳云川禾正阳力中天立邦金百奥迈普康维
美佳乐优易捷速飞腾翔鹏图大通顺和谐同方圆明亮光彩虹丽晶石玉龙凤麟骏马驰骋动感知行思慧聪敏捷锋利刚毅强盛兴旺发展
进步高升永久长青松柏林森水木清华江河湖泊洋洲岛港湾桥梁路铁钢铜铝锌硅碳氢氧能电磁波频谱声学仪表精密微纳米特种极
致卓越领先锋尚品格调雅韵
"""
BRAND = tuple("".join(_BRAND.split()))

_TRADES = """
精密机械 自动化设备 模具 数控机床 电子科技 半导体 新能源科技 锂电材料 医疗器械 生物医药 软件 信息技术 物流
包装材料 食品 纺织 建筑工程 汽车零部件 网络科技 智能科技 环保科技 国际贸易 文化传媒 咨询 化工 仪器仪表 光电
通信技术 家居 教育科技
"""
TRADES = tuple(_TRADES.split())

_TRADES_ABROAD = """
Precision Automation Tools Electronics Energy Medical Software Logistics Foods
"""
TRADES_ABROAD = tuple(_TRADES_ABROAD.split())

_SYLLABLES = """
nor vel tan mar lux ser pol ka ri to ven dal mon tec sol ar bri cos den fal gor hal in jas kem lan mi no or pra
qui ros sta tur ul vis wen xan yor zet bel cha dro eli fro gan
"""
SYLLABLES = tuple(_SYLLABLES.split())

_FIRST_NAMES = """
James Robert William Elizabeth Michael Katherine Thomas Margaret Richard Daniel Anna Carlos Maria Lars Priya
Elena Sofia Hans Olga Rafael Pierre Marco Ingrid Julia Pavel Laura Viktor Stephen Jennifer Christopher Matthew
Andrew Patricia Susan Joseph Charles David Edward Samuel Alexander Benjamin Nicholas Rebecca Victoria Deborah
"""
FIRST_NAMES = tuple(_FIRST_NAMES.split())

_LAST_NAMES = """
Smith Garcia Hassan Tanaka Muller Silva Khan Larsson Patel Weber Ivanova Mensah Rossi Schmidt Brown Petrov Costa
Dubois Okafor Bianchi Berg Becker Novak Sato Martin Kovacs Jones Taylor Wilson Evans Thomas Johnson Roberts
Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Lewis Jackson Clarke Turner Hill
Cooper Ward Fischer Meyer Wagner Schulz Hoffmann Koch Richter Klein Wolf Neumann Schwarz Zimmermann Braun
Hartmann Lange Ferrari Esposito Romano Colombo Ricci Marino Greco Bruno Gallo Conti Bernard Petit Durand Leroy
Moreau Simon Laurent
"""
LAST_NAMES = tuple(_LAST_NAMES.split())

_HONORIFICS = """
先生 女士 经理 总 工
"""
HONORIFICS = tuple(_HONORIFICS.split())

_FREE = """
qq.com 163.com 126.com foxmail.com 139.com sina.com
"""
FREE = tuple(_FREE.split())

_FREE_ABROAD = """
gmail.com outlook.com yahoo.com hotmail.com
"""
FREE_ABROAD = tuple(_FREE_ABROAD.split())

_MOBILE = """
130 131 132 135 136 137 138 139 150 151 152 155 156 157 158 159 176 177 178 180 181 182 183 185 186 187 188 189
"""
MOBILE = tuple(_MOBILE.split())

FORMS = ("有限公司",) * 6 + ("有限责任公司", "股份有限公司", "集团有限公司")
FORMS_ABROAD = ("GmbH", "AG", "Ltd", "Inc.", "LLC", "S.r.l.", "Co., Ltd.")
TITLES = (
    "采购经理", "技术经理", "市场经理", "生产经理", "采购总监", "技术总监", "总经理", "副总裁", "工程师",
    "专员", "助理", "产品经理", "项目工程师", "主管", "销售经理", "CEO", "Buyer", "Plant Manager",
)  # fmt: skip
CITIES = (
    ("上海", "021"), ("苏州", "0512"), ("南京", "025"), ("无锡", "0510"), ("杭州", "0571"), ("宁波", "0574"),
    ("温州", "0577"), ("合肥", "0551"), ("济南", "0531"), ("青岛", "0532"), ("北京", "010"), ("天津", "022"),
    ("石家庄", "0311"), ("沈阳", "024"), ("大连", "0411"), ("深圳", "0755"), ("广州", "020"), ("东莞", "0769"),
    ("佛山", "0757"), ("厦门", "0592"), ("福州", "0591"), ("武汉", "027"), ("长沙", "0731"), ("成都", "028"),
    ("重庆", "023"), ("西安", "029"),
)  # fmt: skip
NICKNAMES = {
    "James": ("Jim", "Jimmy"), "Robert": ("Bob", "Rob"), "William": ("Bill", "Will"), "Elizabeth": ("Liz", "Beth"),
    "Michael": ("Mike",), "Katherine": ("Kate", "Kathy"), "Thomas": ("Tom",), "Margaret": ("Maggie", "Peggy"),
    "Richard": ("Dick", "Rick"), "Daniel": ("Dan",), "Stephen": ("Steve",), "Jennifer": ("Jenny",),
    "Christopher": ("Chris",), "Matthew": ("Matt",), "Andrew": ("Andy",), "Patricia": ("Pat",), "Susan": ("Sue",),
    "Joseph": ("Joe",), "Charles": ("Charlie",), "David": ("Dave",), "Edward": ("Ed", "Ted"), "Samuel": ("Sam",),
    "Alexander": ("Alex",), "Benjamin": ("Ben",), "Nicholas": ("Nick",), "Rebecca": ("Becky",), "Deborah": ("Debbie",),
}  # fmt: skip
