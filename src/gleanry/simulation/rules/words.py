"""What names are made of. All of it is made up by combination; a real company of a name met here is an accident."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = tuple(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
)
GIVEN = tuple(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红建国文斌宇浩欣怡子涵梓轩佳琪雨晨思远嘉豪俊逸志鹏晓峰"
)

FIRST_NAMES = _words(
    "James Maria Ahmed Yuki Anna Carlos Fatima Lars Priya Thomas Elena Kofi Sofia Hans Mei Daniel Olga "
    "Rafael Linh Pierre Aisha Marco Ingrid Omar Julia Pavel Amara Kenji Laura Viktor"
)
LAST_NAMES = _words(
    "Smith Garcia Hassan Tanaka Muller Silva Khan Larsson Patel Weber Ivanova Mensah Rossi Schmidt Nguyen "
    "Brown Petrov Costa Pham Dubois Okafor Bianchi Berg Farouk Becker Novak Diallo Sato Martin Kovacs"
)

# Province, its chief cities, share of leads, and a telephone of the first city (# is any digit).
PROVINCES: tuple[tuple[str, tuple[str, ...], float, str], ...] = (
    ("上海", ("上海",), 13, "021-8#######"),
    ("江苏", ("苏州", "南京", "无锡", "常州", "南通"), 14, "0512-8#######"),
    ("浙江", ("杭州", "宁波", "温州", "嘉兴", "绍兴"), 11, "0571-8#######"),
    ("安徽", ("合肥", "芜湖"), 3, "0551-8#######"),
    ("山东", ("济南", "青岛", "烟台", "潍坊"), 6, "0531-8#######"),
    ("北京", ("北京",), 11, "010-8#######"),
    ("天津", ("天津",), 3, "022-8#######"),
    ("河北", ("石家庄", "保定", "唐山"), 3, "0311-8#######"),
    ("辽宁", ("沈阳", "大连"), 2, "024-8#######"),
    ("广东", ("深圳", "广州", "东莞", "佛山", "惠州"), 18, "0755-8#######"),
    ("福建", ("厦门", "福州", "泉州"), 4, "0592-5######"),
    ("湖北", ("武汉", "襄阳"), 3, "027-8#######"),
    ("湖南", ("长沙", "株洲"), 2, "0731-8#######"),
    ("四川", ("成都", "绵阳"), 4, "028-8#######"),
    ("重庆", ("重庆",), 2, "023-8#######"),
    ("陕西", ("西安", "宝鸡"), 2, "029-8#######"),
)
ABROAD: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("Germany", "de", ("GmbH", "AG"), "+49 89 2#######"),
    ("United States", "com", ("Inc.", "LLC", "Corp."), "+1 415 555 ####"),
    ("United Kingdom", "co.uk", ("Ltd", "PLC"), "+44 20 7946 ####"),
    ("Singapore", "com.sg", ("Pte. Ltd.",), "+65 6### ####"),
    ("Viet Nam", "vn", ("JSC", "Co., Ltd."), "+84 28 3### ####"),
    ("Brazil", "com.br", ("Ltda.", "S.A."), "+55 11 3### ####"),
    ("Italy", "it", ("S.p.A.", "S.r.l."), "+39 02 #### ####"),
    ("Thailand", "co.th", ("Co., Ltd.",), "+66 2 ### ####"),
)

BRAND_CHARACTERS = tuple(
    "华恒鼎瑞博信达科创新远景隆泰安诚润嘉泽盛宏宇凯锐德辉融汇峰智源联启航星辰海纳云川禾正阳力中天立邦"
)
BRAND_LATIN = _words(
    "nor vel tan mar lux ser pol ka ri to ven dal mon tec sol ar bri cos den fal gor hal in jas kem lan"
)
# Trade in Chinese, its industry, trade in English.
TRADES: tuple[tuple[str, str, str], ...] = (
    ("精密机械", "装备制造", "Precision Machinery"),
    ("自动化设备", "装备制造", "Automation"),
    ("模具", "装备制造", "Tooling"),
    ("数控机床", "装备制造", "Machine Tools"),
    ("电子科技", "电子制造", "Electronics"),
    ("半导体", "电子制造", "Semiconductor"),
    ("新能源科技", "新能源", "Energy"),
    ("锂电材料", "新能源", "Battery Materials"),
    ("医疗器械", "医疗器械", "Medical"),
    ("生物医药", "医疗器械", "Biotech"),
    ("软件", "软件和信息技术", "Software"),
    ("信息技术", "软件和信息技术", "Systems"),
    ("物流", "交通物流", "Logistics"),
    ("包装材料", "轻工", "Packaging"),
    ("食品", "食品饮料", "Foods"),
    ("纺织", "轻工", "Textiles"),
    ("建筑工程", "建筑", "Construction"),
    ("汽车零部件", "汽车", "Automotive Parts"),
)
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
SIZES = ("1-49人", "50-199人", "200-499人", "500-999人", "1000-4999人", "5000人以上")

# From who decides to who looks around; the pure draw of intent chooses along it.
TITLES = (
    ("学生", "实习生", "其他"),
    ("专员", "助理", "工程师"),
    ("采购工程师", "主管", "产品经理", "项目工程师"),
    ("采购经理", "技术经理", "市场经理", "生产经理"),
    ("采购总监", "技术总监", "总经理", "副总裁", "负责人"),
)
TITLES_ABROAD = (
    ("Student", "Consultant"),
    ("Engineer", "Assistant"),
    ("Buyer", "Project Engineer"),
    ("Purchasing Manager", "Plant Manager"),
    ("Purchasing Director", "Head of Operations", "CEO"),
)

FREE_MAIL = ("qq.com", "163.com", "126.com", "foxmail.com")
FREE_MAIL_ABROAD = ("gmail.com", "outlook.com", "yahoo.com")
MOBILE_PREFIXES = _words(
    "130 131 132 135 136 137 138 139 150 151 152 155 156 157 158 159 176 177 178 180 181 182 183 185 186 187 188 189"
)

PRODUCTS: tuple[tuple[str, float, tuple[int, int]], ...] = (
    ("视觉检测系统", 0.30, (60_000, 480_000)),
    ("产线数据平台", 0.25, (80_000, 900_000)),
    ("设备维护服务", 0.25, (20_000, 160_000)),
    ("机器人工作站", 0.20, (150_000, 1_600_000)),
)
"""Product, its share, and what a deal brings, in yuan from the least to the most."""

PAPERS = ("视觉检测选型白皮书", "产线数据化案例集", "设备停机成本计算器", "机器人上下料方案", "产品手册")
MESSAGES = (
    "想了解价格和交期",
    "请安排演示",
    "需要同行业案例",
    "请提供样机测试",
    "咨询售后服务范围",
    "Please send a quotation",
)
JUNK_PHONES = ("12345678901", "11111111111", "10000000000", "00000000", "1380000", "99999999999999")
JUNK_NAMES = ("测试", "asdf", "不告诉你", "111", "test", "路人甲")

RETURN_REASONS = ("暂无需求", "预算未到位", "联系不上", "已有供应商", "时机未到")
INVALID_REASONS = ("空号错号", "无采购意愿", "学生", "竞争对手")
LOSS_REASONS = ("price", "competitor", "no_decision", "no_budget", "product_fit", "other")

MEMBER_NAMES = _words(
    "陈思远 林佳琪 周宇航 许文静 何俊杰 邓雨晨 沈嘉怡 陆子涵 韩志鹏 冯晓峰 蒋明轩 魏欣然 吕浩然 丁子墨 曹一鸣 "
    "彭雪 袁立 潘悦 董凯 苏晴 叶帆 程诺 卢瑞 姚远 任博 田甜 余航 杜蕾 蔡勇 曾敏"
)
