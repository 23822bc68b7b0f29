// At the edge, before the cache: which file answers a path, and in which encoding. A CloudFront Function (runtime 2.0), which
// has no modules. The host of files that the browser suite runs against asks this very function.
//
// `/` is index.html, `/history` is history.html. Whatever has an ending is a file or nothing: a part of the page that is
// missing must never be answered with the page itself. Everything but the settings, which are edited by hand, stands beside
// itself as Brotli and as gzip.
function handler(event) {
    var request = event.request;
    var path = request.uri;
    // What keeps the deployments apart is nobody's to read.
    if (path.indexOf("/.") !== -1) return { statusCode: 404, statusDescription: "Not Found" };
    if (path.length > 1 && path.charAt(path.length - 1) === "/") path = path.slice(0, -1);
    if (path === "/") path = "/index";
    var name = path.slice(path.lastIndexOf("/") + 1);
    if (name.indexOf(".") === -1) path += ".html";
    request.uri = path === "/config.json" ? path : path + encoded(request.headers["accept-encoding"]);
    return request;
}

// The ending of the best encoding that the browser takes.
function encoded(header) {
    var accepted = header ? header.value.toLowerCase().split(",") : [];
    function takes(encoding) {
        return accepted.some(function (one) {
            var parts = one.split(";");
            return parts[0].trim() === encoding && !/^q=0(\.0*)?$/.test((parts[1] || "").trim());
        });
    }
    return takes("br") ? ".br" : takes("gzip") ? ".gz" : "";
}
