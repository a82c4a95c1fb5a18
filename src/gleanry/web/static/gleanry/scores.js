// Draws what was said beside what came. Colours come from the page, so that light and dark both fit.
(() => {
  "use strict";
  const source = document.getElementById("chart-data");
  const element = document.getElementById("chart-reliability");
  if (!source || !element || !window.echarts) return;
  const points = JSON.parse(source.textContent).points;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const most = Math.min(1, Math.ceil(Math.max(...points.map((point) => Math.max(point.said, point.came)), 0.05) * 10) / 10);
  const share = (value) => `${Math.round(value * 100)}%`;
  const axis = () => ({ type: "value", min: 0, max: most, axisLine: { show: false }, axisTick: { show: false },
    axisLabel: { color: colour("--muted"), fontSize: 12, formatter: share }, splitLine: { lineStyle: { color: colour("--line") } } });
  const option = () => ({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--text") },
    tooltip: { trigger: "item", renderMode: "richText", confine: true, backgroundColor: colour("--raised"),
      borderColor: colour("--line"), textStyle: { color: colour("--text"), fontSize: 12 },
      formatter: (point) => `${share(point.value[0])} → ${share(point.value[1])}` },
    grid: { left: 12, right: 20, top: 16, bottom: 12, containLabel: true },
    xAxis: axis(),
    yAxis: axis(),
    series: [
      { type: "line", silent: true, symbol: "none", lineStyle: { color: colour("--line"), width: 1.5, type: "dashed" }, data: [[0, 0], [most, most]] },
      { type: "line", symbolSize: 9, lineStyle: { color: colour("--accent-fill"), width: 2 }, itemStyle: { color: colour("--accent-fill") },
        data: points.map((point) => [point.said, point.came]) },
    ],
  });
  const chart = window.echarts.init(element, null, { renderer: "canvas" });
  chart.setOption(option());
  addEventListener("resize", () => chart.resize());
  new MutationObserver(() => chart.setOption(option(), true))
    .observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
