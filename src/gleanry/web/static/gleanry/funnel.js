// Draws what the table says. Colours come from the page, so that light and dark both fit.
(() => {
  "use strict";
  const source = document.getElementById("chart-data");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const format = new Intl.NumberFormat(document.documentElement.lang);
  const drawn = [];

  const frame = () => ({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--text") },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true,
      backgroundColor: colour("--raised"), borderColor: colour("--line"), textStyle: { color: colour("--text"), fontSize: 12 } },
  });
  const axis = () => ({ axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colour("--muted"), fontSize: 12 },
    splitLine: { lineStyle: { color: colour("--line") } } });
  const short = (text) => (text.length > 14 ? text.slice(0, 13) + "…" : text);

  const steps = () => ({ ...frame(),
    grid: { left: 16, right: 96, top: 12, bottom: 12, containLabel: true },
    xAxis: { type: "value", show: false },
    yAxis: { type: "category", inverse: true, data: data.steps.map((step) => step.name), ...axis() },
    series: [{ type: "bar", barMaxWidth: 26, cursor: "pointer", itemStyle: { color: colour("--accent-fill"), borderRadius: [0, 4, 4, 0] },
      label: { show: true, position: "right", color: colour("--text"), fontSize: 12,
        formatter: (point) => format.format(point.value) + (data.steps[point.dataIndex].rate === null ? "" : `  ${data.steps[point.dataIndex].rate}%`) },
      data: data.steps.map((step) => step.count) }] });

  const groups = () => ({ ...frame(),
    grid: { left: 8, right: 8, top: 36, bottom: 8, containLabel: true },
    legend: { top: 4, right: 8, itemWidth: 12, itemHeight: 8, textStyle: { color: colour("--muted"), fontSize: 12 } },
    xAxis: { type: "category", data: data.groups.map((group) => short(group.name)), ...axis(), axisLabel: { color: colour("--muted"), fontSize: 11, hideOverlap: true } },
    yAxis: [{ type: "value", ...axis(), minInterval: 1 }, { type: "value", ...axis(), splitLine: { show: false }, axisLabel: { color: colour("--muted"), fontSize: 12, formatter: "{value}%" } }],
    series: [
      { name: data.words.leads, type: "bar", barMaxWidth: 26, cursor: "pointer", itemStyle: { color: colour("--accent-fill"), borderRadius: [4, 4, 0, 0] }, data: data.groups.map((group) => group.leads) },
      { name: data.words.rate, type: data.series ? "line" : "scatter", yAxisIndex: 1, symbolSize: 10, lineStyle: { color: colour("--soon"), width: 1.5 }, itemStyle: { color: colour("--soon"), borderColor: colour("--surface"), borderWidth: 1.5 }, data: data.groups.map((group) => group.rate) },
    ] });

  const draw = (id, option, records) => {
    const element = document.getElementById(id);
    if (!element) return;
    const chart = window.echarts.init(element, null, { renderer: "canvas" });
    chart.setOption(option());
    chart.on("click", (point) => { if (records[point.dataIndex]) location.href = records[point.dataIndex].href; });
    drawn.push([chart, option]);
  };
  draw("chart-steps", steps, data.steps);
  draw("chart-groups", groups, data.groups);
  addEventListener("resize", () => drawn.forEach(([chart]) => chart.resize()));
  new MutationObserver(() => drawn.forEach(([chart, option]) => chart.setOption(option(), true)))
    .observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
