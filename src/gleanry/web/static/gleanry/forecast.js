// Draws what the tables of the forecast say. Colours come from the page, so that light and dark both fit.
(() => {
  "use strict";
  const source = document.getElementById("chart-data");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = [];
  const fades = [1, 0.75, 0.5, 0.3, 0.18];
  const shade = (number) => ({ color: colour("--accent-fill"), opacity: fades[number % fades.length] });

  const frame = () => ({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colour("--text") },
    grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, right: 8, type: "scroll", itemWidth: 12, itemHeight: 8, textStyle: { color: colour("--muted"), fontSize: 12 } },
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, renderMode: "richText", confine: true,
      backgroundColor: colour("--raised"), borderColor: colour("--line"), textStyle: { color: colour("--text"), fontSize: 12 } },
  });
  const axis = () => ({ axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: colour("--muted"), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colour("--line") } } });
  const short = (text) => (text.length > 14 ? text.slice(0, 13) + "…" : text);

  const sides = () => ({ ...frame(),
    xAxis: { type: "category", data: data.groups.map(short), ...axis() },
    yAxis: { type: "value", ...axis() },
    series: data.series.map((one, number) => ({ name: one.name, type: "bar", barMaxWidth: 18, cursor: "pointer", data: one.data,
      itemStyle: one.key === "won" ? { color: colour("--soon"), borderRadius: [3, 3, 0, 0] } : { ...shade(number - 1), borderRadius: [3, 3, 0, 0] } })) });

  const right = () => ({ ...frame(),
    xAxis: { type: "category", data: data.weeks, ...axis() },
    yAxis: { type: "value", ...axis() },
    series: [
      { name: data.came.name, type: "bar", barMaxWidth: 18, data: data.came.data, itemStyle: { color: colour("--line"), borderRadius: [3, 3, 0, 0] } },
      ...data.said.map((one, number) => ({ name: one.name, type: "line", symbolSize: 4, data: one.data,
        lineStyle: { ...shade(number), width: 2, type: ["solid", "dashed", "dotted", [8, 3, 2, 3]][number % 4] }, itemStyle: shade(number) })),
    ] });

  const draw = (id, option, hrefs) => {
    const element = document.getElementById(id);
    if (!element) return;
    const chart = window.echarts.init(element, null, { renderer: "canvas" });
    chart.setOption(option());
    chart.on("click", (point) => { if (hrefs && hrefs[point.dataIndex]) location.href = hrefs[point.dataIndex]; });
    drawn.push([chart, option]);
  };
  draw("chart-forecast", sides, data.hrefs);
  draw("chart-right", right, null);
  addEventListener("resize", () => drawn.forEach(([chart]) => chart.resize()));
  new MutationObserver(() => drawn.forEach(([chart, option]) => chart.setOption(option(), true)))
    .observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
})();
