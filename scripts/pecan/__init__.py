# SPDX-License-Identifier: BSD-2-Clause
"""What the tools in scripts/ and test/ share."""
