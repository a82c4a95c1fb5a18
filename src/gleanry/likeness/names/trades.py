"""Words for what a company does, in families that stand for one another, and words that say next to nothing.

Written by hand from general knowledge. The first word of a line names the family.
"""

_FAMILIES = """
科技 技术 科学 高科 高新 高新技术 新技术 科学技术 科研 研究院 研究所 研发 创新 智科 高科技 科创 创科
信息 信息技术 信息科技 信息产业 软件 数据 数码 数字 数科 计算机 电脑 系统 系统集成 云计算 大数据 人工智能 智能 智慧
  智能科技 智能系统 物联网 互联网 网络 网络科技 在线 互联 网 互动 通信 通讯 电信 通信技术 信息服务 软件园 信息系统
  云 算力 智联 元宇宙 区块链 网站 商城
电子 微电子 光电 光电子 电子技术 半导体 集成电路 芯片 元件 元器件 电路 器件 电子商务 电商 电子材料 显示 液晶 传感
  传感器 激光 光学 光纤 光缆 声学 印制电路板 电子元件 晶体
电气 电器 电力 电工 电机 电缆 电线 电线电缆 线缆 电源 电网 发电 热电 火电 水电 核电 电力设备 电气设备 输变电 高压
  低压 开关 变压器 家电 家用电器 照明 灯饰 电池 储能 充电 电站 电能 热力 供热 电力实业 水利电力
能源 新能源 清洁能源 绿色能源 石油 石化 天然气 燃气 煤业 煤炭 煤电 焦化 焦煤 煤化工 油气 油田 油服 光伏 太阳能 风电
  风能 风力发电 风力 生物质 氢能 能源化工 能源科技 矿业 能源技术 油气田 石油化工
化工 化学 化学工业 精细化工 农化 氯碱 盐化 日化 化纤 纤维 化肥 肥业 涂料 树脂 橡胶 塑料 塑胶 塑业 塑 轮胎 颜料 染料
  助剂 胶业 胶粘 气体 民爆 油墨 油漆 磷化工 氟化工 农药 农用化工 民用爆破 爆破 硅业 有机硅 炭黑 香料
材料 新材料 新材 复合材料 高分子 高分子材料 材料科技 石墨 碳素 炭素 陶瓷 玻璃 磁材 磁性材料 薄膜 膜科技 膜 金属材料
  粉末 耐火材料 超导 玻纤 防水 建筑材料
金属 有色 有色金属 钢铁 钢 特钢 特殊钢 铝业 铜业 锌业 钛业 镍业 钨业 锡业 黄金 稀土 钼业 锂业 钴业 铁 钢管 管业 管道
  铸造 锻造 铸件 钢构 钢结构 钢业 金属制品 冶金 五金 不锈钢 矿冶 贵金属 白银 铁塔 轻金属 金属资源
机械 机电 机床 重工 重机 工业 装备 设备 工程机械 机械设备 智能装备 智能制造 制造 重型机械 精密机械 精工 精密 自动化
  机器人 数控 仪器 仪表 仪器仪表 阀门 泵业 轴承 传动 液压 模具 电梯 锅炉 压缩机 制冷 空调 冷链 减速机 齿轮 轻工机械
  纺织机械 农机 工具 工业装备 自动化装备 自动化设备 装备制造 成套设备 机器 叉车 包装机械 环卫 环卫装备 专用设备 测控
  自控 控制 动力 动力机械 发动机 柴油机 内燃机 制动 紧固件 密封 焊接 检测 测试 计量 检验 检测技术
汽车 汽配 汽车零部件 零部件 车业 客车 车辆 摩托 摩托车 自行车 车轮 车桥 车身 底盘 二手车 汽车电子 出行 租车 汽车服务
  机动车 电动车 新能源汽车
交通 运输 航运 海运 轮船 港口 港务 港 航空 机场 铁路 高铁 轨道 轨道交通 高速 高速公路 公路 路桥 物流 快递 速递 快运
  货运 仓储 供应链 供应链管理 航天 航海 船舶 造船 船业 航发 航空工业 交通运输 公交 客运 外运 保税 港湾 货代
  国际货运代理 货运代理
建筑 建设 建工 建设工程 建筑工程 工程 工程建设 工程技术 工程咨询 装饰 装修 装潢 建筑装饰 园林 景观 市政 路桥建设
  设计 设计院 规划 规划设计 勘察 测绘 监理 施工 安装 隧道 隧道工程 幕墙 家装 环境建设 交建 交通建设 基础设施 岩土
建材 水泥 瓷业 木业 家居 家具 门业 门窗 卫浴 洁具 厨具 厨卫 地板 管材 石材 人造板 石英 板业 五金制品 家饰
地产 房地产 置业 置地 房产 物业 物业管理 不动产 城建 城投 城市建设 开发 城市发展 新城 商业地产 房屋开发 物业服务
  产业园 园区
药业 医药 制药 医疗 药品 药 健康 生物 生物医药 生物制药 生物科技 生物技术 生物工程 生物制品 医疗器械 器械 中药 基因
  疫苗 医学 诊断 医院 卫生 康复 养老 健康管理 健康产业 大健康 医疗科技 医疗健康 医疗设备 医药科技 药房 大药房
  血液制品 保健 医疗美容 医美 口腔 眼科 门诊 诊所 动物保健 兽药 康养 医疗用品
食品 乳业 乳品 肉类 肉食 肉食品 粮油 粮食 米业 面业 面粉 调味品 调味 饮料 酒业 酿酒 白酒 啤酒 葡萄酒 酒 茶业 茶叶
  糖业 制糖 水产 海产 海洋 渔业 饲料 农牧 牧业 农业 农业科技 农业开发 农林 林业 种业 养殖 畜牧 农产品 生态农业
  农业发展 餐饮 餐饮管理 美食 烘焙 食业 盐业 味业 果业 蔬菜 菌业 食用菌 饮品 餐厅 咖啡 农资 农垦 现代农业 生态
纺织 服装 服饰 男装 女装 童装 鞋业 鞋 皮革 针织 印染 毛纺 毛业 棉业 丝绸 家纺 家用纺织品 纺织品 羽绒 内衣 纺织服装
  制衣 箱包 皮具 时装 羊绒 无纺布 帽业 家用
用品 日用品 日用 日化用品 化妆品 美妆 护肤 珠宝 首饰 钟表 眼镜 玩具 文具 体育用品 户外用品 户外 运动 体育 宠物 母婴
  婴童 个人用品 办公 办公用品 工艺品 礼品 美容 消费 生活用品
包装 纸业 造纸 印刷 印务 包装材料 彩印 印业 制版 纸制品
文化 传媒 传播 文化传播 文化传媒 文化发展 广告 影视 电影 影业 院线 影视文化 影视传媒 动漫 娱乐 游戏 出版 出版传媒
  报业 广电 有线 电视 音乐 艺术 文旅 文创 文化产业 新媒体 媒体 公关 会展 展览 互娱 互动娱乐 广电网络 广播电视
  有线电视 数字文化 文化艺术 图书
旅游 旅行社 旅行 酒店 酒店管理 饭店 宾馆 饭店管理 度假 景区 文旅发展 国际旅行社 旅业 民宿 旅游发展 票务
教育 教育科技 培训 学校 职业教育 教育咨询 留学 学院 教育信息 幼教 学堂 教育发展 人才 人力资源 人力资源服务 猎头 外服
  劳务 人力
金融 证券 银行 保险 期货 信托 基金 基金管理 融资租赁 租赁 保理 小额贷款 小贷 网贷 担保 典当 资产管理 资产 资本 投资
  投资管理 投资控股 创业投资 创投 股权投资 股权投资管理 财富 财富管理 理财 征信 信用 支付 财务 金融服务 金融信息服务
  互联网金融 互联网金融服务 金服 金科 人寿 人寿保险 财产保险 财险 产险 保险经纪 保险代理 金控 金融科技 商业银行
  农商银行 农村商业银行 农商行 商业保理 资产经营 信用管理 信用服务 经纪 养老保险 融资 金融信息 众筹 融资担保
  租赁服务
贸易 商贸 外贸 进出口 国际贸易 商业 商务 百货 超市 连锁 零售 批发 购物 购物中心 商场 商厦 商店 销售 营销 贸易发展
  工贸 经贸 物资 物产 供销 采购 市场 专卖 便利店 免税 电子商贸 商贸城 商业连锁
服务 咨询 管理 管理咨询 企业管理 企业管理咨询 企业管理服务 商务咨询 信息咨询 技术服务 科技服务 服务外包 运营
  运营管理 品牌管理 顾问 知识产权 律师事务所 会计师事务所 事务所 企业服务 家政 安保 保安 安防 安全 消防 企服
  商业管理 信息咨询服务 信息技术咨询 投资咨询 技术咨询 技术开发 外包 商旅 策划 营销策划 企业咨询 经济信息咨询
环保 环境 环境工程 环保工程 环境科技 环保科技 环保设备 环境保护 水务 水业 供水 污水处理 净化 再生 再生资源 资源 循环
  节能 节能环保 固废 水处理 水利 治理 生态环境 生态科技 超净 除尘 环境服务 节水 绿化
公用 公用事业 公共 公共服务 城市 市政工程
军工 兵器 国防 防务 特种 航天技术 航空装备
"""
_EMPTY = """
实业 企业 产业 控股 集团 发展 投资发展 国际 国际控股 控股集团 股份 有限 公司 责任 总公司 综合 联合 合作 经营 事业
联营 中心 开发 投资控股 实业投资 总 总部 工业集团 创业 科技发展 实业发展 企业集团 产业集团 产业发展 全球 世界 环球
"""


def _read() -> dict[str, str]:
    family: dict[str, str] = dict.fromkeys(_EMPTY.split(), "")
    for line in _FAMILIES.strip().replace("\n  ", " ").splitlines():
        words = line.split()
        for word in words:
            family.setdefault(word, words[0])
    return family


FAMILY_OF = _read()
"""Trade word -> family; an empty family for words that every kind of company uses."""

BY_LAST: dict[str, tuple[int, ...]] = {
    last: tuple(sorted({len(word) for word in FAMILY_OF if word[-1] == last}))
    for last in {word[-1] for word in FAMILY_OF}
}
"""Last character -> how long the trade words are that end with it."""
GROUP = frozenset(("集团", "控股", "控股集团", "企业集团"))
CHARACTERS = frozenset("".join(word for word in FAMILY_OF))

_ENGLISH = """
technology technologies tech science sciences scientific information network networks internet online digital data
software computer electronics electronic electric electrical power energy petroleum chemical chemicals materials
material metal metals steel machinery machine machines equipment industry industries industrial manufacturing
manufacture auto automobile automotive vehicle motor motors transport transportation logistics shipping aviation
airlines construction engineering building design real estate property properties pharmaceutical pharmaceuticals
pharma medical medicine health healthcare biotech biotechnology biological bio food foods beverage brewery agriculture
agricultural textile garment clothing apparel paper packaging printing media culture cultural film advertising travel
tourism hotel hotels education training finance financial securities bank banking insurance capital investment
investments asset trust trade trading import export commerce commercial retail service services consulting management
development environment environmental water new intelligent smart communication communications telecom
telecommunications system systems solutions instruments optical precision automation robotics semiconductor display
products product enterprise enterprises international global holding holdings group share shares general union united
"""
ENGLISH = frozenset(_ENGLISH.split())
