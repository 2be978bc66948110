# What `cmake --install` puts where: the program, the library of scenarios, the public headers, and a CMake
# package, so that another project says find_package(jonbar) and links jonbar::jonbar.
include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/jonbar)
set(data_dir ${CMAKE_INSTALL_DATADIR}/jonbar)

if(TARGET jonbar)
  install(TARGETS jonbar RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

  # The manual page and the completion come from the table of commands that the program itself reads.
  set(manual ${PROJECT_BINARY_DIR}/jonbar.1)
  set(completion ${PROJECT_BINARY_DIR}/jonbar.bash)
  add_custom_command(OUTPUT ${manual} ${completion}
    COMMAND jonbar manual > ${manual}
    COMMAND jonbar completion bash > ${completion})
  add_custom_target(jonbar_pages ALL DEPENDS ${manual} ${completion})
  install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES ${completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME jonbar)
endif()
install(DIRECTORY library scenarios DESTINATION ${data_dir}
        FILES_MATCHING PATTERN "*.jon" PATTERN "*.csv")
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY include/jonbar DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")

get_property(stages GLOBAL PROPERTY JONBAR_INSTALLED_STAGES)
install(TARGETS ${stages} jonbar_everything EXPORT jonbarTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT jonbarTargets NAMESPACE jonbar:: DESTINATION ${package_dir})

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/jonbarConfig.cmake.in
  ${PROJECT_BINARY_DIR}/jonbarConfig.cmake
  INSTALL_DESTINATION ${package_dir} PATH_VARS CMAKE_INSTALL_BINDIR data_dir)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/jonbarConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/jonbarConfig.cmake ${PROJECT_BINARY_DIR}/jonbarConfigVersion.cmake
        DESTINATION ${package_dir})
