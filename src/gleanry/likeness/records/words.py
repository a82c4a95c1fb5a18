"""What people of the trade know and no file says: family names, titles, pet names, places, legal forms."""

from __future__ import annotations

_SURNAMES = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔
钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊
葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝
路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全
佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢
劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初
"""
SURNAMES = frozenset("".join(_SURNAMES.split()))

_COMPOUND = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 司徒 夏侯 端木 南宫 独孤 长孙 轩辕 百里"
COMPOUND = frozenset(_COMPOUND.split())

READINGS = {
    "单": "shan", "解": "xie", "仇": "qiu", "曾": "zeng", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "乐": "yue", "覃": "qin", "尉": "yu", "任": "ren", "翟": "zhai", "缪": "miao", "宁": "ning", "洗": "xian",
    "冼": "xian", "石": "shi", "尹": "yin", "沈": "shen", "贾": "jia", "俞": "yu", "长": "zhang", "卜": "bu",
    "万": "wan", "车": "che", "薄": "bo",
}  # fmt: skip
"""How a character is read as a family name, where that differs from its usual sound."""

_HONORIFICS = """
总经理 工程师 董事长 先生 女士 小姐 太太 经理 总监 主任 老师 老板 师傅 博士 教授 主管 部长 厂长 处长 科长 院长
校长 同学 医生 律师 店长 董 总 工 哥 姐
"""
HONORIFICS = tuple(sorted(_HONORIFICS.split(), key=len, reverse=True))

_TITLES = "mr mrs ms miss dr prof professor sir madam herr frau monsieur mme ing dipl jr sr ii iii phd mba"
TITLES = frozenset(_TITLES.split())

_PET_NAMES = """
robert rob bob bobby bert robbie; william will bill billy willy liam; richard rich rick dick ricky; james jim
jimmy jamie; john jack johnny jon; jonathan jon jonny; elizabeth liz beth betty lizzy eliza lisa; katherine kate
kathy katie cathy catherine kathryn katharine; margaret maggie peggy meg marge; michael mike mick mickey; thomas
tom tommy; joseph joe joey; charles charlie chuck; david dave davy; daniel dan danny; edward ed eddie ted ned;
samuel sam sammy; alexander alex sandy; alexandra alex sandra; benjamin ben benny; nicholas nick nicky;
christopher chris kit; christine chris tina christina; matthew matt; andrew andy drew; anthony tony; patricia
pat patty trish; patrick pat paddy; susan sue susie suzanne; deborah deb debbie debra; rebecca becky becca;
victoria vicky tori; jennifer jen jenny; jessica jess jessie; stephen steve steven; stephanie steph; timothy
tim; gregory greg; jeffrey jeff geoffrey geoff; kenneth ken kenny; lawrence larry laurence; leonard len lenny
leo; frederick fred freddy; francis frank; franklin frank; gerald gerry jerry; harold harry hal; henry harry
hank; peter pete; philip phil phillip; raymond ray; ronald ron ronnie; donald don donnie; douglas doug; eugene
gene; vincent vince; walter walt wally; zachary zach zack; abigail abby gail; amanda mandy; barbara barb;
cynthia cindy; dorothy dot dolly; florence flo; gabriel gabe; isabella bella isabel; jacqueline jackie;
josephine jo josie; judith judy; kimberly kim; madeleine maddy; nathaniel nate nathan; pamela pam; penelope
penny; rosemary rose; sarah sally sara; theodore theo ted; theresa terry tess teresa; valerie val; veronica
ronnie; virginia ginny; yvonne eve; antonio toni; francisco paco pancho; jose pepe; guadalupe lupe; giuseppe
beppe; johannes hans; friedrich fritz; heinrich heinz; sebastian seb bastian; aleksandr sasha; mikhail misha;
dmitri dima; ekaterina katya; maximilian max; dominic dom; albert al bert; alfred fred alf; arthur art; bradley
brad; calvin cal; clifford cliff; curtis curt; cameron cam; clinton clint; derek del; ernest ernie; jacob jake
"""
_FAMILIES = [family.split() for family in _PET_NAMES.split(";")]
PET_NAMES = {name: family[0] for family in reversed(_FAMILIES) for name in reversed(family)}

_PROVINCES = """
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国
"""
_CITIES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 长治 晋城 运城 临汾 呼和浩特 包头
鄂尔多斯 赤峰 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 长春 吉林 四平 哈尔滨 齐齐哈尔 大庆 牡丹江 佳木斯 南京
无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 昆山 张家港 江阴 太仓 常熟 宜兴 杭州 宁波 温州
嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 慈溪 余姚 乐清 海宁 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山
滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 南昌 景德镇 萍乡 九江 新余
鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌
襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底
广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁
柳州 桂林 梧州 北海 玉林 海口 三亚 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 达州 贵阳
遵义 昆明 曲靖 玉溪 大理 拉萨 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 兰州 天水 西宁 银川 乌鲁木齐 克拉玛依 台北
高雄 雄安 浦东 顺德
"""
PLACES = frozenset(_PROVINCES.split() + _CITIES.split())

_FORMS = """
股份有限责任公司 集团股份有限公司 有限责任公司 股份有限公司 集团有限公司 有限公司 股份公司 集团公司 有限合伙
普通合伙 合伙企业 公司 集团
"""
FORMS = tuple(sorted(_FORMS.split(), key=len, reverse=True))
