#include "report/net_cdf.h"

#include <netcdf.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "base/io_error.h"

namespace jonbar {
namespace {

constexpr int kDeflate = 1;  // more is slower and hardly smaller

nc_type type_of(Stored stored) {
    switch (stored) {
        case Stored::Truth:
        case Stored::Byte:
            return NC_BYTE;
        case Stored::Short:
            return NC_SHORT;
        case Stored::Day:
            return NC_INT;
        case Stored::Long:
            return NC_INT64;
        case Stored::Real:
            return NC_DOUBLE;
        case Stored::Text:
            break;
    }
    return NC_STRING;
}

std::size_t size_of(Stored stored) {
    switch (stored) {
        case Stored::Truth:
        case Stored::Byte:
            return 1;
        case Stored::Short:
            return 2;
        case Stored::Day:
            return 4;
        case Stored::Long:
        case Stored::Real:
        case Stored::Text:
            break;
    }
    return 8;
}

/// Says why a call failed. What the file system said is lost in the library.
std::string reason_of(int status, const std::string& path) {
    if (status > 0) return std::generic_category().message(status);
    struct statvfs disk {};
    const std::string folder = std::filesystem::path(path).parent_path().string();
    if (statvfs(folder.empty() ? "." : folder.c_str(), &disk) == 0 && disk.f_bavail == 0) {
        return std::generic_category().message(ENOSPC);
    }
    return nc_strerror(status);
}

}  // namespace

NetCdf::NetCdf(std::string path, std::string shown)
    : path_(std::move(path)), shown_(std::move(shown)) {
    int file = kClosed;
    require(nc_create(path_.c_str(), NC_NETCDF4 | NC_CLOBBER, &file));
    file_ = file;
    require(nc_set_fill(file_, NC_FILL, nullptr));
}

NetCdf::~NetCdf() {
    if (file_ != kClosed) static_cast<void>(nc_abort(file_));
}

void NetCdf::require(int status) {
    if (status != NC_NOERR) throw IoError("write", shown_, reason_of(status, path_));
}

NetCdf::Group NetCdf::group(const std::string& name) {
    Group made;
    require(nc_def_grp(file_, name.c_str(), &made.id));
    return made;
}

NetCdf::Dimension NetCdf::dimension(Group group, const std::string& name, std::size_t size) {
    Dimension made{0, size};
    require(nc_def_dim(group.id, name.c_str(), size == 0 ? NC_UNLIMITED : size, &made.id));
    return made;
}

NetCdf::Variable NetCdf::variable(Group group, const std::string& name, Stored stored,
                                  const std::vector<Dimension>& dimensions,
                                  const std::vector<std::size_t>& chunk) {
    std::vector<int> ids;
    for (const Dimension& dimension : dimensions) ids.push_back(dimension.id);
    Variable made{group.id, 0};
    require(nc_def_var(group.id, name.c_str(), type_of(stored), static_cast<int>(ids.size()),
                       ids.data(), &made.id));
    if (stored == Stored::Real) {
        const double none = std::numeric_limits<double>::quiet_NaN();
        require(nc_def_var_fill(group.id, made.id, NC_FILL, &none));
    } else if (stored == Stored::Day) {
        const int none = std::numeric_limits<int>::min();
        require(nc_def_var_fill(group.id, made.id, NC_FILL, &none));
    } else if (stored == Stored::Truth) {
        attribute(made, "dtype", "bool");
    }
    if (chunk.empty()) return made;
    require(nc_def_var_chunking(group.id, made.id, NC_CHUNKED, chunk.data()));
    require(nc_def_var_deflate(group.id, made.id, size_of(stored) > 1 ? 1 : 0, 1, kDeflate));
    std::size_t size = size_of(stored);
    for (const std::size_t one : chunk) size *= one;
    constexpr std::size_t kSlots = 3;  // of the cache's table
    require(nc_set_var_chunk_cache(group.id, made.id, 2 * size, kSlots, 1.0F));
    return made;
}

void NetCdf::attribute(Group group, const std::string& name, const std::string& text) {
    attribute(Variable{group.id, NC_GLOBAL}, name, text);
}

void NetCdf::attribute(Group group, const std::string& name, double number) {
    require(nc_put_att_double(group.id, NC_GLOBAL, name.c_str(), NC_DOUBLE, 1, &number));
}

void NetCdf::attribute(Group group, const std::string& name, std::int64_t number) {
    const long long value = number;
    require(nc_put_att_longlong(group.id, NC_GLOBAL, name.c_str(), NC_INT64, 1, &value));
}

void NetCdf::attribute(Variable variable, const std::string& name, const std::string& text) {
    require(nc_put_att_text(variable.group, variable.id, name.c_str(), text.size(), text.c_str()));
}

void NetCdf::attribute(Variable variable, const std::string& name,
                       const std::vector<double>& numbers, Stored stored) {
    require(nc_put_att_double(variable.group, variable.id, name.c_str(), type_of(stored),
                              numbers.size(), numbers.data()));
}

void NetCdf::write(Variable variable, const std::vector<std::size_t>& start,
                   const std::vector<std::size_t>& count, std::span<const double> numbers) {
    require(nc_put_vara_double(variable.group, variable.id, start.data(), count.data(),
                               numbers.data()));
}

void NetCdf::write(Variable variable, const std::vector<double>& numbers) {
    if (!numbers.empty()) {
        require(nc_put_var_double(variable.group, variable.id, numbers.data()));
    }
}

void NetCdf::write(Variable variable, const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    if (!pointers.empty()) {
        require(nc_put_var_string(variable.group, variable.id, pointers.data()));
    }
}

void NetCdf::close() { require(nc_close(std::exchange(file_, kClosed))); }

}  // namespace jonbar
