"""Settings that the server knows."""

from __future__ import annotations

SETTINGS = (
    "actionAcknowledgmentTimeout",
    "allowInvisibleElements",
    "alwaysTraversableViewClasses",
    "currentDisplayId",
    "disableIdLocatorAutocompletion",
    "elementResponseAttributes",
    "enableMultiWindows",
    "enableNotificationListener",
    "enableTopmostWindowFromActivePackage",
    "enforceXPath1",
    "ignoreUnimportantViews",
    "includeA11yActionsInPageSource",
    "includeExtrasInPageSource",
    "keyInjectionDelay",
    "limitXPathContextScope",
    "mjpegBilinearFiltering",
    "mjpegScalingFactor",
    "mjpegServerFramerate",
    "mjpegServerPort",
    "mjpegServerScreenshotQuality",
    "normalizeTagNames",
    "scrollAcknowledgmentTimeout",
    "serverPort",
    "shouldUseCompactResponses",
    "shutdownOnPowerDisconnect",
    "simpleBoundsCalculation",
    "snapshotMaxDepth",
    "trackScrollEvents",
    "useResourcesForOrientationDetection",
    "wakeLockTimeout",
    "waitForIdleTimeout",
    "waitForSelectorTimeout",
)
"""Names that clients may set; most change nothing here."""
