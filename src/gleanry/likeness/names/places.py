"""Places as companies write them: provinces, cities, counties and quarters, with their one-character names.

Written by hand from general knowledge. A place stands under its province, so that 粤 also fits 深圳.
"""

# province: its one-character names; then its places, each with names of its own after a colon.
_TEXT = """
北京 京燕 | 朝阳 海淀 丰台 石景山 通州 顺义 昌平 大兴 怀柔 密云 延庆 房山 门头沟 东城 西城 中关村 亦庄 燕郊
上海 沪申 | 浦东 浦东新区 黄浦 徐汇 静安 普陀 虹口 杨浦 闵行 宝山 嘉定 松江 青浦 奉贤 崇明 金山 张江 临港 外高桥
  陆家嘴
天津 津 | 滨海 滨海新区 塘沽 武清 静海 宁河 宝坻 蓟州
重庆 渝 | 涪陵 万州 江津 合川 永川 綦江 璧山 渝北 两江新区 沙坪坝 九龙坡
河北 冀 | 石家庄:石 唐山:唐 秦皇岛:秦 邯郸:邯 邢台:邢 保定:保 张家口 承德:承 沧州:沧 廊坊:廊 衡水 雄安 宣化 迁安
  任丘 涿州 三河 固安
山西 晋 | 太原:并 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 介休 孝义
内蒙古 蒙内 | 呼和浩特:呼 包头:包 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 锡林郭勒 阿拉善 兴安盟 满洲里
辽宁 辽 | 沈阳:沈 大连:连大 鞍山:鞍 抚顺:抚 本溪:本 丹东 锦州:锦 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛 海城 瓦房店
吉林 吉 | 长春:长 四平 辽源 通化 白山 松原 白城 延边 延吉 敦化 公主岭 梅河口
黑龙江 黑龙 | 哈尔滨:哈 齐齐哈尔:齐 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭 北大荒
江苏 苏 | 南京:宁 无锡:锡 徐州:徐 常州:常 苏州:苏 南通:通 连云港:连 淮安:淮 盐城:盐 扬州:扬 镇江:镇 泰州:泰 宿迁:宿
  昆山:昆 江阴:澄 张家港 常熟 太仓 宜兴 启东 海门 如皋 如东 海安 靖江 泰兴 兴化 丹阳 扬中 句容 溧阳 金坛 武进 吴江
  江宁 仪征 高邮 东台 大丰 邳州 新沂 沭阳 相城 吴中 江都 苏州工业园区 工业园区
浙江 浙 | 杭州:杭 宁波:甬宁 温州:温 嘉兴:嘉 湖州:湖 绍兴:绍 金华:金 衢州:衢 舟山:舟 台州:台 丽水 萧山 余杭 富阳 临安
  桐庐 建德 慈溪 余姚 奉化 北仑 鄞州 镇海 瑞安 乐清 永嘉 海宁 平湖 桐乡 嘉善 海盐 德清 长兴 安吉 诸暨 上虞 嵊州 新昌
  柯桥 义乌 东阳 永康 兰溪 浦江 江山 温岭 临海 玉环 仙居 天台 三门 滨江
安徽 皖 | 合肥:合 芜湖:芜 蚌埠:蚌 淮南 马鞍山:马 淮北 铜陵:铜 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 巢湖 桐城
  宁国 天长 界首 广德
福建 闽 | 福州:榕 厦门:厦鹭 莆田 三明 泉州:泉 漳州 南平 龙岩 宁德 晋江 石狮 南安 福清 长乐 永安 邵武 安溪 惠安 平潭
  福鼎
江西 赣 | 南昌:洪昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 瑞昌 贵溪 樟树 丰城 共青城
山东 鲁 | 济南:济 青岛:青 淄博:淄 枣庄 东营 烟台:烟 潍坊:潍 济宁 泰安 威海:威 日照 莱芜 临沂 德州 聊城 滨州 菏泽
  龙口 莱州 莱阳 招远 蓬莱 寿光 诸城 青州 高密 昌邑 章丘 邹平 滕州 曲阜 兖州 邹城 荣成 文登 乳山 胶州 即墨 平度 新泰
  肥城 禹城 乐陵
河南 豫 | 郑州:郑 开封:汴 洛阳:洛 平顶山:平 安阳:安 鹤壁 新乡 焦作 濮阳 许昌:许 漯河 三门峡 南阳:宛 商丘 信阳 周口
  驻马店 济源 巩义 新郑 荥阳 登封 长葛 禹州 林州 沁阳 孟州 偃师 永城 长垣
湖北 鄂 | 武汉:汉武 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门 神农架 大冶 枝江 宜都
  老河口 枣阳 汉口 武昌 汉阳 襄樊 光谷
湖南 湘 | 长沙:长 株洲:株 湘潭:湘 衡阳:衡 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西 浏阳 宁乡 醴陵 汨罗
  湘乡 岳麓
广东 粤广 | 广州:穗广 深圳:深鹏圳 珠海:珠 汕头:汕 佛山:佛 韶关:韶 湛江:湛 肇庆:肇 江门:江 茂名:茂 惠州:惠 梅州:梅
  汕尾 河源 阳江 清远 东莞:莞 中山 潮州:潮 揭阳:揭 云浮 顺德 南海 番禺 花都 增城 从化 南沙 黄埔 天河 越秀 前海 南山
  福田 罗湖 宝安 龙岗 龙华 坪山 光明 盐田 蛇口 横琴 普宁 潮安 澄海 四会 高要 鹤山 开平 台山 恩平 新会 英德 阳春 惠阳
  大亚湾 松山湖
广西 桂 | 南宁:邕 柳州:柳 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 凭祥 北流
海南 琼海 | 海口:海 三亚 三沙 儋州 琼海 文昌 万宁 东方 洋浦 澄迈 博鳌
四川 川蜀 | 成都:蓉成 自贡 攀枝花:攀 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 阿坝
  甘孜 凉山 双流 郫县 郫都 都江堰 彭州 崇州 简阳 什邡 广汉 绵竹 江油 峨眉山 峨眉 天府新区 天府
贵州 黔贵 | 贵阳:贵筑 六盘水 遵义 安顺 毕节 铜仁 黔东南 黔南 黔西南 仁怀 贵安新区 清镇 凯里 都匀
云南 滇云 | 昆明:昆 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江 迪庆 安宁 个旧 瑞丽
  景洪
西藏 藏 | 拉萨 日喀则 昌都 林芝 山南 那曲 阿里
陕西 陕秦 | 西安:西 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 杨凌 韩城 兴平 西咸新区
甘肃 甘陇 | 兰州:兰 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南 敦煌 玉门
青海 青 | 西宁 海东 海西 海北 玉树 格尔木 德令哈
宁夏 宁夏 | 银川:银 石嘴山 吴忠 固原 中卫 灵武 宁东
新疆 新疆 | 乌鲁木齐:乌 克拉玛依:克 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 库尔勒 阿克苏 喀什 和田 伊犁 塔城 阿勒泰
  石河子 阿拉尔 五家渠 奎屯 霍尔果斯 伊宁
台湾 台 | 台北:北 高雄 台中 台南 新竹 桃园 基隆 新北
香港 港 | 九龙 新界 铜锣湾
澳门 澳 | 氹仔
"""
_REGIONS = "中国 中华人民共和国 华东 华北 华南 华中 西南 西北 东北 亚洲 亚太 大中华 中华区 全国 长三角 粤港澳 大湾区"
_ABROAD_TEXT = """
美国 日本 韩国 德国 英国 法国 意大利 新加坡 马来西亚 泰国 越南 印度 俄罗斯 加拿大 澳大利亚 瑞士 瑞典 荷兰 西班牙
巴西 墨西哥 印尼 印度尼西亚 菲律宾 土耳其 以色列 阿联酋 迪拜 沙特
"""
_ENDINGS = """
维吾尔自治区 壮族自治区 回族自治区 特别行政区 经济技术开发区 高新技术产业开发区 高新技术开发区 经济开发区 自治区
  自治州 自治县 高新区 开发区 保税区 省 市 区 县 州 盟 镇
"""
ENDINGS = tuple(_ENDINGS.split())
_ENGLISH = """
hongkong:香港 macau:澳门 macao:澳门 taiwan:台湾 china:中国 prc:中国 tibet:西藏 innermongolia:内蒙古 shaanxi:陕西
  hk:香港 peking:北京 canton:广州
"""


def _read() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    province_of: dict[str, str] = {}
    short: dict[str, frozenset[str]] = {}
    for line in _TEXT.strip().replace("\n  ", " ").splitlines():
        head, _, rest = line.partition(" | ")
        province, _, letters = head.partition(" ")
        province_of[province] = province
        short[province] = frozenset(letters + province[0])
        for word in rest.split():
            name, _, own = word.partition(":")
            if name in province_of:
                continue  # 朝阳 is in Beijing first
            province_of[name] = province
            short[name] = frozenset(own + name[0] + letters)
    for name in _REGIONS.split() + _ABROAD_TEXT.split():
        province_of[name] = name
        short[name] = frozenset(name[0])
    return province_of, short


PROVINCE_OF, SHORT_OF = _read()
"""Place -> its province (itself for a province); place -> characters that may stand for it."""

WIDE = frozenset(_REGIONS.split())
"""Places so wide that they tell no two companies apart."""

ENGLISH: dict[str, str] = dict(pair.split(":") for pair in _ENGLISH.split())
WRITTEN: dict[str, str] = {
    **{place + ending: place for place in PROVINCE_OF for ending in ENDINGS},
    **{place: place for place in PROVINCE_OF},
}
"""A place with or without 省, 市 and the like -> the place."""

BY_FIRST: dict[str, tuple[int, ...]] = {
    first: tuple(sorted({len(place) for place in PROVINCE_OF if place[0] == first}, reverse=True))
    for first in {place[0] for place in PROVINCE_OF}
}
"""First character -> how long the places are that begin with it, the longest first."""
