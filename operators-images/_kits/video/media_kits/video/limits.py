"""What a source may be. A file is hostile until it was measured: these bounds hold whatever its header claims."""

MAX_SECONDS = 12 * 3600
MAX_PIXELS = 2**26
"""Pixels of one frame: 8192 by 8192. A larger claim is refused before a frame buffer is allocated."""

MAX_SIDE = 16384
MAX_STREAMS = 100
MAX_ALLOCATION = 2**30
PROBE_SECONDS = 300
MAX_LINES = 20_000_000
"""Lines that ffmpeg may print, one for each packet: 12 hours have 2.6 million frames at 60 a second."""

MAX_MESSAGES = 64 * 2**20
"""Bytes of what ffmpeg says that are kept; of what comes after, the last words are."""

MAX_LINE = 65536

CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,mxf,gxf,asf,ogg,dv,ivf,nut,wtv,rm,"
    "m4v,h264,hevc,av1,obu,vc1,gif,apng,yuv4mpegpipe,wav,w64,aiff,caf,au,flac,mp3,aac,ac3,eac3,amr,amrnb,amrwb,wv,tta,"
    "ape,dts,truehd,mpc,mpc8"
)
"""Demuxers that may open a source. Playlists, scripts, file lists, subtitles and devices are not among them."""

IMAGES = "jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,j2k_pipe,gif_pipe,webp_anim"
"""Demuxers of single images that are accepted as sources, by content only: `image2`, which reads patterns of names, is
not among them."""
