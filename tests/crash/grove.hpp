// The nodes of a life: a site that comes into the project from below, its leaves first, in files of four
// forms, from two people.
#pragma once

#include <string>
#include <vector>

#include "tests/crash/witness.hpp"

namespace waybill::crash {

class grove {
 public:
  grove(house& at, witness& sees) : at_(at), sees_(sees) {}

  // Each hands a file in.
  void plant_pages();      ///< JSON lines; with faults, and with records that come twice
  void plant_sections();   ///< a table: what stands above the pages
  void plant_homepages();  ///< a packed sitemap: what stands above all, and a host that has its homepage last
  void plant_titles();     ///< a batch that updates some of the pages

  void bring_to_end();
  /// Deletes a section, a homepage and a leaf, and changes another leaf by hand.
  void fell_some();
  /// The imports, and every node as it is shown.
  void tell(ending& end);
  /// After the server has ended: the read models, and what was shown last, are what the log holds.
  void hold_against_log();

 private:
  void plant(st::person& who, const std::string& document, const std::string& file_name,
             const std::string& options = "{}");
  [[nodiscard]] auto path_of(const std::string& canonical) const -> std::string;

  struct planted {
    st::person* who;
    std::string id;
  };
  house& at_;
  witness& sees_;
  std::vector<planted> imports_;
  st::json shown_;
};

/// A node as the API shows it, against the naive tree. Throws `lost`.
void see_nodes(const st::json& shown, const std::string& project, const st::fs::path& data);

/// As gzip does.
auto gzipped(const std::string& text) -> std::string;
/// A sitemap of these pages.
auto sitemap_of(const std::vector<std::string>& urls) -> std::string;

}  // namespace waybill::crash
