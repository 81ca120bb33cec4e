// Files of links: their readers alone, and an import of one beside the same bookmarks as ActivityStreams.
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "formats/byte_source.hpp"
#include "formats/links/netscape.hpp"
#include "formats/links/urls.hpp"
#include "tests/bench/groups.hpp"
#include "tests/bench/house.hpp"

namespace waybill::bench {
namespace {

namespace links = formats::links;
constexpr std::uint64_t folder_bookmarks = 200;
constexpr std::size_t icon_bytes = 800;

/// As Chrome writes them; every second one has a description. `icons`: each with a picture.
auto write_netscape(const fs::path& path, std::uint64_t records, bool icons) -> input_file {
  std::ofstream out(path, std::ios::binary);
  const auto icon =
      icons ? " ICON=\"data:image/png;base64," + std::string(icon_bytes, 'A') + "\"" : std::string();
  out << "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; "
         "charset=UTF-8\">\n"
         "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n";
  for (std::uint64_t i = 0; i < records; ++i) {
    if (i % folder_bookmarks == 0)
      out << (i == 0 ? "" : "    </DL><p>\n") << "    <DT><H3 ADD_DATE=\"1700000000\">Folder " << i
          << "</H3>\n    <DL><p>\n";
    out << "        <DT><A HREF=\"https://example.org/notes/" << i << "?from=list&amp;page=" << i % 7
        << "\" ADD_DATE=\"" << 1'500'000'000 + i << "\"" << icon << " TAGS=\"garden,window " << i % 16
        << "\">Field notes of the river &amp; the market, No. " << i << "</A>\n";
    if (i % 2 == 0) out << "        <DD>What was seen there, and by whom: caf\xC3\xA9, bridge, castle\n";
  }
  out << "    </DL><p>\n</DL><p>\n";
  out.close();
  return {path, records, fs::file_size(path)};
}

auto write_urls(const fs::path& path, std::uint64_t records) -> input_file {
  std::ofstream out(path, std::ios::binary);
  for (std::uint64_t i = 0; i < records; ++i)
    out << "https://example.org/notes/" << i << " Field notes, No. " << i << "\n";
  out.close();
  return {path, records, fs::file_size(path)};
}

/// The reader alone, from the page cache.
auto reader_row(const char* what, const input_file& file,
                std::unique_ptr<links::link_reader> (*open)(links::link_input)) -> std::vector<std::string> {
  const auto before = figures_of(::getpid());
  forget_peak(::getpid());
  const auto resident = figures_of(::getpid()).peak_bytes;
  const auto reader = open({formats::open_file(file.path.string(), 0), file.path.string()});
  std::uint64_t read = 0;
  for (links::link one; reader->next(one) == links::link_reader::step::link;) ++read;
  if (read != file.records) throw std::runtime_error("a reader of links lost some");
  const auto after = figures_of(::getpid());
  const auto cpu_s = after.cpu_s - before.cpu_s;
  return {what, grouped(static_cast<double>(read) / cpu_s),
          grouped(static_cast<double>(file.bytes) / cpu_s / 1e6), megabytes(after.peak_bytes - resident)};
}

}  // namespace

void measure_links(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto plain = write_netscape(scratch / "plain.html", wanted.records, false);
  const auto icons = write_netscape(scratch / "icons.html", wanted.records, true);
  const auto lines = write_urls(scratch / "urls.txt", wanted.records);
  take({"Readers of links, by CPU time",
        {"file", "links/s", "MB/s", "memory beside the program MB"},
        {reader_row("`netscape`", plain, links::netscape_reader),
         reader_row("`netscape`, a picture in each", icons, links::netscape_reader),
         reader_row("`urls`", lines, links::urls_reader)}});
  std::vector<import_run> runs;
  const auto import = [&](const input_file& file, const char* what) {
    house one(scratch / "data", 1);
    runs.push_back(run_import(one, 0, file, "skip", what));
    one.stop();
    fs::remove_all(one.data());
  };
  import(generate(scratch / "new.json", wanted.records, 1), "`activitystreams`");
  import(plain, "`netscape`");
  import(icons, "`netscape`, a picture in each");
  import(lines, "`urls`");
  take(run_table("Imports of links", runs));
}

}  // namespace waybill::bench
